package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.Folders;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.base.Shopper;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Sentences;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceRulesTest {
  private static final Sentences SENTENCES =
      RuleFolder.read(Path.of("shop")).drl().stream()
          .filter(file -> file.name().endsWith(".dslr"))
          .findFirst()
          .orElseThrow()
          .sentences();

  @Test
  void a_german_sentence_decides() {
    var base = base("    Wenn der Besucher in den letzten 90 Tagen Hosen gekauft hat\n");

    assertThat(member(base, new Shopper().bought("apparel.trousers", Duration.ofDays(90))))
        .isTrue();
    assertThat(member(base, new Shopper().bought("apparel.trousers", Duration.ofDays(91))))
        .isFalse();
  }

  @Test
  void what_stands_before_a_number_may_have_blanks_in_it() {
    var base = base("    The visitor looked at golf equipment 2 times within 14 days\n");

    var once = new Shopper().viewed("sport.golf", Duration.ofDays(3));
    assertThat(member(base, once)).isFalse();
    assertThat(member(base, once.viewed("sport.golf", Duration.ofDays(2)))).isTrue();
  }

  @Test
  void a_line_with_a_dash_adds_to_the_fact_above_it() {
    var base =
        base(
            """
                the visitor bought  jeans within 90 days
                - of brand "acme"
                // and quite often
                - at least 2 times
            """);

    var jeans = "apparel.trousers.jeans";
    var once = new Shopper().bought(jeans, Duration.ofDays(3));
    assertThat(member(base, once)).isFalse();
    assertThat(member(base, once.bought(jeans, Duration.ofDays(4)))).isTrue();
    assertThat(
            member(
                base,
                new Shopper()
                    .bought(jeans, "other", Duration.ofDays(3))
                    .bought(jeans, "other", Duration.ofDays(4))))
        .isFalse();
  }

  @Test
  void a_line_in_the_rule_language_passes_as_it_is() {
    var base = base("    > Bought(category == \"apparel.shoes\")\n");

    assertThat(member(base, new Shopper().bought("apparel.shoes", Duration.ofDays(1)))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The visitor bought jeans within ninety days | 5 | KF132 | days is \"ninety\", expected a number",
        "The visitor bougt jeans within 90 days      | 5 | KF132 | Maybe \"The visitor bought {category} within {days} days\"",
        "- at least 2 times                          | 5 | KF132 | There is no fact above",
        "> Bought(daysAgo <= 90, colr == \"blue\")   | 29 | KF116 | Maybe \"colour\"",
        "> eval(true)                                | 7 | KF114 | eval",
      })
  void what_is_wrong_is_named_with_its_line(
      String sentence, int column, String code, String words) {
    assertThat(findings("    " + sentence + "\n"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.line()).isEqualTo(4);
              assertThat(finding.column()).isEqualTo(column);
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.message()).contains(words);
            });
  }

  @Test
  void a_gap_cannot_smuggle_in_code() {
    assertThat(
            findings("    The visitor searched for x\") eval(System.exit(1)) Page(type == \"y\n"))
        .extracting(Finding::code)
        .containsExactly("KF132");
  }

  private RuleBase base(String conditions) {
    return RuleBase.of(Folders.of(List.of(file(conditions))));
  }

  private static List<Finding> findings(String conditions) {
    return Checked.of(Folders.of(List.of(file(conditions)))).findings();
  }

  private static DrlFile file(String conditions) {
    return new DrlFile(
        "segments/all.dslr",
        Concern.SEGMENTS,
        "rule \"One\"\n    @kind(\"behavioural\") @owner(\"m\")\nwhen\n"
            + conditions
            + "then\n    They belong to the ones\nend\n",
        SENTENCES);
  }

  private static boolean member(RuleBase base, Shopper shopper) {
    return !base.evaluate(shopper.facts(), Duration.ofSeconds(5)).segments().isEmpty();
  }
}
