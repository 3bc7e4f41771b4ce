package io.knowfirst.server.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentEventsTest {
  private final SegmentEvents segment = new SegmentEvents();

  @Test
  void anEventIsSentAsItStands() {
    var text =
        """
        {"type":"track","event":"Product Viewed","messageId":"m","anonymousId":"a","userId":"u",\
        "timestamp":"2026-01-01T00:00:00Z","properties":{"product_id":"7","category":"shoes"}}""";
    var event = (Line.Happened) segment.event(new TextFile.Text(3, text)).orElseThrow();

    assertThat(event.body()).hasToString(text);
    assertThat(event.visitor()).isEqualTo("u");
    assertThat(event.view()).isEqualTo(new Line.View("7", "shoes"));
    assertThat(segment.product(new TextFile.Text(3, text))).isEmpty();
    assertThat(segment.event(new TextFile.Text(4, " "))).isEmpty();
  }

  @Test
  void onlyViewsOfAProductAskForDecisions() {
    var text =
        "{\"type\":\"page\",\"messageId\":\"m\",\"anonymousId\":\"a\",\"timestamp\":\"2026-01-01T00:00:00Z\"}";
    var event = (Line.Happened) segment.event(new TextFile.Text(1, text)).orElseThrow();

    assertThat(event.visitor()).isEqualTo("a");
    assertThat(event.view()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":                                     | not JSON",
        "[]                                          | not an object",
        "{}                                          | userId and anonymousId are absent",
        "{\"userId\":\"u\"}                          | messageId is absent",
        "{\"userId\":\"u\",\"messageId\":\"m\"}      | timestamp is absent",
      })
  void aLineThatIsNoEventSaysWhy(String text, String reason) {
    var bad = (Line.Bad) segment.event(new TextFile.Text(1, text)).orElseThrow();

    assertThat(bad.reason()).startsWith(reason);
  }
}
