package io.knowfirst.rules.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.Folders;
import io.knowfirst.rules.base.RandomFacts;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.engine.Way;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.language.RuleTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine finds what trying all facts with all conditions finds: no index, no shape and no join
 * of it loses a rule, or lets one fire that should not.
 */
class EngineAgreesTest {
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final int RULES = 25;
  private static final int VISITORS = 40;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void the_rules_that_fire_are_those_that_trying_everything_finds(long seed) {
    var random = new Random(seed);
    var folder = folder(random);
    var trees = Checked.of(folder).plan().rules();
    var base = RuleBase.of(folder);
    int fired = 0;
    for (int i = 0; i < VISITORS; i++) {
      var facts = RandomFacts.of(random);
      var decided = base.evaluate(facts, BUDGET);
      assertThat(decided.failures()).isEmpty();
      var all = new ArrayList<Object>(facts);
      decided.segments().forEach(member -> all.add(new Member(member.segment())));
      var expected = new TreeSet<String>();
      trees.stream().filter(tree -> fires(tree, all)).forEach(tree -> expected.add(tree.name()));
      assertThat(new TreeSet<>(decided.fired())).isEqualTo(expected);
      fired += expected.size();
    }
    assertThat(fired).as("firings").isGreaterThan(VISITORS);
  }

  private static boolean fires(RuleTree rule, List<Object> facts) {
    var matching = new Matching(facts, null);
    return Way.all(rule).stream()
        .anyMatch(
            way -> {
              var rows = List.<@Nullable Object[]>of(way.frame());
              for (var element : way.elements()) {
                rows = matching.extend(rows, element);
              }
              return !rows.isEmpty();
            });
  }

  private static RuleFolder folder(Random random) {
    var segments = new StringBuilder();
    var campaigns = new StringBuilder();
    var ids = new ArrayList<String>();
    for (int i = 0; i < RULES; i++) {
      var condition = RandomFacts.condition(random);
      if (i > 0 && random.nextInt(4) == 0) {
        condition += member(random, i);
      }
      segments.append(Folders.segment("Segment " + i, condition, "s" + i));
      var read = member(random, RULES) + (random.nextInt(3) == 0 ? member(random, RULES) : "");
      campaigns.append(Folders.campaign("Campaign " + i, read, "c" + i));
      ids.add("c" + i);
    }
    return Folders.of(segments.toString(), campaigns.toString(), ids.toArray(String[]::new));
  }

  private static String member(Random random, int below) {
    var one = "\"s" + random.nextInt(below) + '"';
    return switch (random.nextInt(4)) {
      case 0 -> " not Member(segment == " + one + ")";
      case 1 -> " Member(segment in (" + one + ", \"s0\"))";
      default -> " Member(segment == " + one + ")";
    };
  }
}
