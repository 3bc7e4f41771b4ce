package io.knowfirst.server.rulesets.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.ActiveRules;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No fact without the purpose that it needs, and no segment without its own. */
class PurposesTest {
  private static final Map<String, String> SEGMENTS =
      Map.of(
          "buyers", "\nwhen Bought(category == \"tea\")",
          "profiled", "@purpose(\"profiling\")\nwhen Value(orders >= 1)",
          "fond", "@purpose(\"profiling\")\nwhen Interest(kind == \"category\", value == \"tea\")",
          "regular", "@purpose(\"profiling\")\nwhen Habit(visits >= 5)",
          "mailable", "@purpose(\"email\")\nwhen Bought(category == \"tea\")");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{personalization: true}|buyers|profiled, fond, regular, mailable",
        "{personalization: true, profiling: true}|buyers, profiled, fond, regular|mailable",
        "{personalization: true, email: true}|buyers, mailable|profiled, fond, regular",
        "{profiling: true, email: true}||buyers, profiled, fond, regular, mailable",
        "{personalization: true, profiling: false, email: false}|buyers|profiled, fond, regular, mailable",
      })
  void where_the_shop_asks_for_profiling_interests_and_values_need_it(
      String consents, String are, String areNot) {
    check("purposes: [profiling]\n", consents, are, areNot);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{personalization: true}|buyers, fond_, profiled_, regular_|mailable",
        "{personalization: true, profiling: false}|buyers|fond_, profiled_, regular_",
      })
  void elsewhere_personalization_covers_them_unless_the_visitor_refuses_profiling(
      String consents, String are, String areNot) {
    check("", consents, are, areNot);
  }

  private static void check(String shop, String consents, String are, String areNot) {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: UTC\ncurrency: EUR\n" + shop);
    files.put("placements.yaml", "- {id: a, channel: web, content: c}\n");
    files.put("contents/c.yaml", "headline: x\n");
    SEGMENTS.forEach(
        (name, rest) -> {
          files.put("segments/" + name + ".drl", rule(name, rest));
          // The same without a purpose of its own.
          files.put(
              "segments/" + name + "_.drl", rule(name + "_", rest.substring(rest.indexOf('\n'))));
        });
    files.put(
        "scenarios/a.yaml",
        """
        - name: a
          visitor: {consents: %s}
          events:
            - {bought: t-1, category: tea, ago: 9d}
            - {page: home, ago: [8d, 7d, 6d, 5d]}
          expect: {segments: [%s], notSegments: [%s]}
        """
            .formatted(consents, are == null ? "" : are, areNot));
    var base = RuleBase.of(RuleFolder.of(files));
    var report = Scenarios.of(files, base).run(ActiveRules.of(base), 1, false);
    assertThat(report.passed()).as(report.text()).isTrue();
  }

  private static String rule(String name, String rest) {
    return """
        package shop.%1$s;
        import io.knowfirst.rules.facts.*;
        rule "Is %1$s" @kind("behavioural") @owner("crm") %2$s
        then
            insert(new Member("%1$s"));
        end
        """
        .formatted(name, rest);
  }
}
