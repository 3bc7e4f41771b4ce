package io.knowfirst.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatingReaderTest {
  @Test
  void a_rating_on_any_scale_is_kept_on_the_one_from_1_to_5() {
    assertThat(read(Map.of("rating", 4))).isEqualTo(4.0);
    assertThat(read(Map.of("rating", "4,5"))).isEqualTo(4.5);
    assertThat(read(Map.of("rating", 10, "max_rating", 10))).isEqualTo(5.0);
    assertThat(read(Map.of("rating", 1, "best_rating", "10"))).isEqualTo(1.0);
    assertThat((double) read(Map.of("rating", 7, "max_rating", 10)))
        .isCloseTo(1 + 6 * 4 / 9.0, within(1e-12));
    assertThat(read(Map.of("rating", 0))).isEqualTo(0.0);
  }

  @Test
  void what_is_no_rating_is_left_out_with_a_note() {
    for (Object said : new Object[] {6, 0.5, -1, "good", true}) {
      var notes = new Notes();
      var values = new HashMap<String, Object>(Map.of("rating", said, "review_id", "r-1"));
      RatingReader.read("Product Reviewed", values, At.ROOT, notes);
      assertThat(values).containsOnlyKeys("review_id");
    }
  }

  @Test
  void a_rating_of_another_event_is_a_property_like_any() {
    var values = new HashMap<String, Object>(Map.of("rating", "PG-13"));
    RatingReader.read("Film Watched", values, At.ROOT, new Notes());
    assertThat(values).containsEntry("rating", "PG-13");
  }

  private static Object read(Map<String, Object> said) {
    var values = new HashMap<>(said);
    RatingReader.read("Product Rated", values, At.ROOT, new Notes());
    return values.getOrDefault("rating", "none");
  }
}
