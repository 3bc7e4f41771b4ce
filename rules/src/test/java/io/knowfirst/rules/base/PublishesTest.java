package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.campaign;
import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PublishesTest {
  private static final int PUBLISHES = 30;
  private static final int FIRST = 10;

  @Test
  void one_version_after_the_other_leaves_no_classes_behind() {
    for (int version = 0; version < FIRST; version++) {
      publish(version);
    }
    int before = classes();
    for (int version = FIRST; version < FIRST + PUBLISHES; version++) {
      publish(version);
    }
    assertThat(classes() - before)
        .as("classes of %d versions", PUBLISHES)
        .isLessThan(2 * PUBLISHES);
  }

  /** Its rules are new to the engine each time, and one of them runs as it was written. */
  private void publish(int version) {
    var folder =
        Folders.of(
            segment("Buys " + version, "Bought(category == \"a\", times(90) >= 1)", "buyers"),
            """
            rule "Size %d"
            @campaign("c")
            when
                $bought : Bought(category == "a", price * 2 > %d)
            then
                insert(new Offer("c", "banner").with("size", $bought.size()));
            end
            """
                    .formatted(version, version / 10)
                + campaign("Offer " + version, "Member(segment == \"buyers\")", "d"),
            "c",
            "d");
    var base = RuleBase.of(folder);
    base.rehearse(Duration.ofMillis(50));
    var facts = new Shopper().bought("a", Duration.ofDays(1)).facts();
    assertThat(base.evaluate(facts, Duration.ofSeconds(5)).offers()).hasSize(2);
  }

  private static int classes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
  }
}
