package io.knowfirst.rules.base;

import static io.knowfirst.rules.base.Folders.campaign;
import static io.knowfirst.rules.base.Folders.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.folder.RuleFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A file whose conclusions are plain is compiled without them. The same conditions beside one rule
 * that binds a variable are compiled as written: both must decide the same.
 */
class LeanCompilationTest {
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final int VISITORS = 300;
  private static final List<String> CONDITIONS =
      List.of(
          "Bought(category == \"a0.b1\", daysAgo <= 30)",
          "Bought(category == \"a1\", spent(90) >= 40.5)",
          "Bought(category == \"a1\", spent(90) > 19, spent(90) < 41)",
          "Viewed(category == \"a0\", times(30) >= 2 && times(30) < 5)",
          "Viewed(category == \"a2.b0\", times(30) == 1 || times(60) > 3)",
          "Viewed(category in (\"a0.b0\", \"a1.b1\"), daysAgo > 3)",
          "Viewed(category matches \"a[12]\\\\.b0\")",
          "Viewed(category str[startsWith] \"a1\", daysAgo != 7)",
          "Viewed(category == \"a2\", visitor.visits >= 2, times(365) >= -1)",
          "Bought(category contains \"b1\", category not matches \"a1.*\")",
          "Bought(category not in (\"a0\", \"a0.b0\"), category not str[startsWith] \"a1\")",
          "Viewed(!category.startsWith(\"a1\"), \"a2\" != category)",
          "Viewed(brand!.length() > 3, daysAgo in (1, 2, 3), 5 >= daysAgo)",
          "Bought(category == 'a1', price < 1e3, price >= 19.99, times < 1000L)",
          "Viewed(category == \"a1\", !(times(30) > 1), visitor.visits > visitor.visits(2))",
          "Bought(spent(365) > times, times(60) < times)",
          "not (Bought(category == \"a1\") and Viewed(category == \"a1\"))",
          "exists (Bought(category == \"a1\") or Viewed(category == \"a2\")) // then",
          "Trait(name == \"t0\", value == \"v\")",
          "Trait(name == \"t1\", number >= 30, number < 45.5)",
          "Trait(name == \"t1\", value != null)",
          "Bought(category == \"a0\") not Viewed(category == \"a0.b2\", daysAgo < 20)",
          "exists Bought(category == \"a2\") Visitor(visits >= 2)",
          "(Bought(category == \"a2.b2\") or Viewed(category == \"a1.b2\", times(9) > 1))",
          "Page(type == \"home\") Viewed(category == \"a1\", (times(7) > 1 || daysAgo == 0))");
  @TempDir Path cache;

  @Test
  void decides_the_same_as_the_file_that_is_compiled_as_written() {
    var lean = RuleBase.compile(folder(false), cache);
    var written = RuleBase.compile(folder(true), cache);
    var random = new Random(7);
    var fired = new ArrayList<String>();
    for (int i = 0; i < VISITORS; i++) {
      var facts = shopper(random).facts();
      var decided = lean.evaluate(facts, BUDGET);
      assertThat(decided).isEqualTo(written.evaluate(facts, BUDGET));
      fired.addAll(decided.fired());
    }
    assertThat(fired.stream().distinct().filter(rule -> rule.startsWith("Segment")))
        .as("every condition is met by some visitor")
        .hasSameSizeAs(CONDITIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$b : Bought(category == \"a0\")",
        "Bought(category == \"a0\", times(30) > 5 / 2)",
        "Bought(category == \"a0\", times(30) > (1 + 1))",
        "Bought(category == \"a0\", times(30) - times(7) > 1)",
        "Bought(category == \"a0\", $t : times(30))"
      })
  void what_java_might_compute_otherwise_is_compiled_as_written(String condition) {
    var folder = Folders.of(segment("Segment", condition, "s"), "");
    assertThat(lean(folder, "segments/all.drl")).isFalse();
  }

  @Test
  void the_test_compares_a_lean_file_with_one_that_is_not() {
    assertThat(lean(folder(false), "segments/all.drl")).isTrue();
    assertThat(lean(folder(false), "campaigns/all.drl")).isTrue();
    assertThat(lean(folder(true), "campaigns/all.drl")).isFalse();
    assertThat(lean(folder(true), "segments/all.drl")).isFalse();
  }

  private static boolean lean(RuleFolder folder, String file) {
    return Checked.of(folder).sources().stream()
        .filter(source -> source.name().equals(file))
        .anyMatch(source -> source.lean("a").isPresent());
  }

  private static RuleFolder folder(boolean asWritten) {
    var segments = new StringBuilder();
    var campaigns = new StringBuilder();
    var ids = new ArrayList<String>(List.of("c"));
    for (int i = 0; i < CONDITIONS.size(); i++) {
      segments.append(segment("Segment " + i, CONDITIONS.get(i), "s" + i));
      var member = "Member(segment == \"s%d\")".formatted(i);
      campaigns.append(campaign("Campaign " + i, member, "c" + i));
      ids.add("c" + i);
    }
    if (asWritten) {
      segments.append(segment("One binds", "$v : Visitor(visits > 1000)", "s0"));
      campaigns.append(campaign("Another binds", "$v : Visitor(visits > 1000)", "c"));
    }
    return Folders.of(segments.toString(), campaigns.toString(), ids.toArray(String[]::new));
  }

  private static Shopper shopper(Random random) {
    var shopper = new Shopper().visits(1 + random.nextInt(4));
    for (int i = random.nextInt(5); i > 0; i--) {
      shopper.bought(category(random), Duration.ofDays(random.nextInt(120)));
    }
    for (int i = random.nextInt(12); i > 0; i--) {
      shopper.viewed(category(random), Duration.ofDays(random.nextInt(40)));
    }
    shopper.trait("t0", random.nextBoolean() ? "v" : "w", Double.NaN);
    return shopper.trait("t1", "n", random.nextInt(60));
  }

  private static String category(Random random) {
    return "a" + random.nextInt(3) + ".b" + random.nextInt(3);
  }
}
