package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventRowTest {
  private static final Instant AT = Instant.parse("2026-11-20T12:00:00.123456Z");

  @Test
  void anEventComesBackAsItWas() {
    var event =
        new Event(
            "m-1",
            Event.Type.TRACK,
            "Order Completed",
            "v-1",
            "a-1",
            AT,
            AT.plusMillis(5),
            List.of(
                new Item("p-1", "apparel.trousers", "Acme", null, "blau \"ü\"", 19.99, 2),
                new Item("p-2", "", null, null, null, 0, 1)),
            Map.of("total", 39.98, "coupon", "X", "first", true, "tags", List.of("a", "b"), "n", 3),
            Map.of("analytics", true),
            new Event.Source("https://example.org/", Map.of("source", "x")));
    assertThat(EventRow.of(event).event()).isEqualTo(event);
  }

  @Test
  void aBodyThatSaysNothingIsEmpty() {
    var event =
        new Event(
            "m-1",
            Event.Type.PAGE,
            "home",
            "v-1",
            null,
            AT,
            AT,
            List.of(),
            Map.of(),
            Map.of(),
            null);
    assertThat(EventRow.of(event).body()).isEqualTo("{}");
    assertThat(EventRow.of(event).event()).isEqualTo(event);
  }

  @Test
  void valuesThatAreNoJsonAreRefusedByName() {
    var event =
        new Event(
            "m-1",
            Event.Type.PAGE,
            "home",
            "v-1",
            null,
            AT,
            AT,
            List.of(),
            Map.of("x", new Object()),
            Map.of(),
            null);
    assertThatThrownBy(() -> EventRow.of(event))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Event 'm-1' of visitor 'v-1'");
  }
}
