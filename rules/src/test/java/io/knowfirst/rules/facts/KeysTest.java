package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final SortedSet<String> TOPIC = new TreeSet<>(Set.of("topic"));
  private static final SortedSet<String> LEVEL = new TreeSet<>(Set.of("level", "sport"));

  /** Asks for facts of one type with one key, and for properties of one event. */
  private record Few(Class<? extends Fact> type, String key, SortedSet<String> names)
      implements Keys {
    @Override
    public boolean asked(Class<? extends Fact> other, String otherKey) {
      return any(other) && key.equals(otherKey);
    }

    @Override
    public boolean any(Class<? extends Fact> other) {
      return type.equals(other);
    }

    @Override
    public Set<SortedSet<String>> properties(String event) {
      return event.equals("Guide Downloaded") ? Set.of(names) : Set.of();
    }
  }

  @Test
  void what_either_asks_for_is_asked_for_and_nothing_else() {
    var both = new Few(Did.class, "quiz", TOPIC).or(new Few(Viewed.class, "sport", LEVEL));

    assertThat(both.asked(Did.class, "quiz")).isTrue();
    assertThat(both.asked(Viewed.class, "sport")).isTrue();
    assertThat(both.asked(Viewed.class, "quiz")).isFalse();
    assertThat(both.asked(Bought.class, "sport")).isFalse();
    assertThat(both.any(Did.class)).isTrue();
    assertThat(both.any(Viewed.class)).isTrue();
    assertThat(both.any(Bought.class)).isFalse();
    assertThat(both.interests("quiz")).isEmpty();
    assertThat(both.properties("Guide Downloaded")).containsExactlyInAnyOrder(TOPIC, LEVEL);
    assertThat(both.properties("Quiz Taken")).isEmpty();
  }

  @Test
  void all_ask_for_every_fact_and_for_no_property() {
    assertThat(Keys.ALL.asked(Did.class, "anything")).isTrue();
    assertThat(Keys.ALL.any(Bought.class)).isTrue();
    assertThat(Keys.ALL.interests("brand")).isNull();
    assertThat(Keys.ALL.properties("Guide Downloaded")).isEmpty();
  }
}
