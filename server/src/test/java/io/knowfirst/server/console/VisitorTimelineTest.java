package io.knowfirst.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class VisitorTimelineTest {
  private static final FactWords WORDS = new FactWords(Frame.words(Locale.ENGLISH));
  private static final String EVENT =
      "{\"kind\":\"event\",\"type\":\"track\",\"name\":\"%s\",\"at\":\"2026-11-20T09:%02d:00Z\",\"body\":{\"properties\":{\"total\":%d}}}%n";

  @Test
  void events_and_decisions_stand_newest_first_with_what_led_to_them() {
    var lines =
        "{\"kind\":\"visitor\",\"visitor\":{\"id\":\"v\"}}\n"
            + EVENT.formatted("Order Completed", 1, 59)
            + EVENT.formatted("", 3, 1)
            + """
            {"kind":"decision","decision":{"decisionId":"d-1","at":"2026-11-20T09:02:00Z","decisions":[{"placement":"home-hero","outcome":"known","campaign":"jeans-banner","content":{"id":"jeans"},"reason":{"rule":"Jeans buyers see jeans","segments":["jeans-buyers"],"facts":[],"because":[{"segment":"jeans-buyers","rule":"Who bought jeans","facts":[{"fact":"Bought","values":{"category":"jeans","times":2}}]}],"notes":[{"code":"cap-reached","text":"Campaign golf is full"}]}},{"placement":"footer","outcome":"tested","experiment":{"id":"layout"}}]}}
            {"kind":"end","lines":4}
            """;

    var timeline =
        VisitorTimeline.of("v", WORDS, (id, events, out) -> out.apply(Buffer.buffer(lines)))
            .result();

    assertThat(timeline)
        .extracting(VisitorTimeline.Moment::title)
        .containsExactly("event", "d-1", "Order Completed");
    assertThat(timeline.get(2).detail()).isEqualTo("{\"total\":59}");
    var decided = timeline.get(1).decided();
    assertThat(decided.get(0).by()).isEqualTo("jeans-banner");
    assertThat(decided.get(0).rule()).isEqualTo("Jeans buyers see jeans");
    assertThat(decided.get(0).segments()).containsExactly("jeans-buyers (Who bought jeans)");
    assertThat(decided.get(0).facts()).containsExactly("Purchases (Category: jeans, Times: 2)");
    assertThat(decided.get(0).notes()).containsExactly("Campaign golf is full");
    assertThat(decided.get(1).by()).isEqualTo("layout");
    assertThat(decided.get(1).content()).isEmpty();
  }

  @Test
  void of_very_many_the_latest_are_kept() {
    var timeline =
        VisitorTimeline.of(
                "v",
                WORDS,
                (id, events, out) -> {
                  var done = Future.<Void>succeededFuture();
                  for (int i = 0; i < 500; i++) {
                    var line =
                        EVENT
                            .formatted("E" + i, 0, i)
                            .replace("09:00:00", "09:%02d:%02d".formatted(i / 60, i % 60));
                    done = done.compose(before -> out.apply(Buffer.buffer(line)));
                  }
                  return done;
                })
            .result();
    assertThat(timeline).hasSize(200);
    assertThat(timeline.get(0).title()).isEqualTo("E499");
    assertThat(timeline.get(199).title()).isEqualTo("E300");
  }
}
