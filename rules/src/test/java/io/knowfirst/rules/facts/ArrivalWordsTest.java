package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalWordsTest {
  private static final Origin ORIGIN = new Origin(Origin.REQUEST, Instant.EPOCH);

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "https://www.bing.com/search?form=x&q=Red+Boots, red boots",
        "https://search.yahoo.com/search?p=gr%C3%BCne+Schuhe, grüne schuhe",
        "https://duckduckgo.com/?q=50%&ia=web, 50%",
        "https://www.google.com/, none",
        "https://www.google.com/?q=, none",
        "https://shop.example/?q=boots, none",
      })
  void the_words_are_those_that_a_search_engine_tells(String referrer, String words) {
    assertThat(Arrival.from(referrer, Map.of(), ORIGIN).search()).isEqualTo(words);
  }

  @Test
  void the_link_tells_its_term_and_content() {
    var arrival = Arrival.from(null, Map.of("term", "boots", "content", "banner-b"), ORIGIN);
    assertThat(arrival.values())
        .containsEntry("term", "boots")
        .containsEntry("content", "banner-b");
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example/sale/boots?utm_source=x#top, /sale/boots",
    "https://shop.example, /",
    "/sale?x=1, /sale",
  })
  void the_landing_page_is_a_path(String address, String path) {
    assertThat(Arrival.from(null, Map.of(), address, ORIGIN).landing()).isEqualTo(path);
  }
}
