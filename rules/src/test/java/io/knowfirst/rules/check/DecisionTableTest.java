package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.Folders;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.base.Shopper;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.Finding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionTableTest {
  private static final String HEADINGS =
      "rule,kind,owner,segment,Bought(daysAgo <=),Bought(category ==),not Viewed(category in),Visitor(visits(30) >=)\n";

  @Test
  void each_line_is_a_rule_and_an_empty_cell_asks_for_nothing() {
    var base =
        base(
            HEADINGS
                + "\"Jeans, lately\",behavioural,menswear,jeans,90,apparel.trousers.jeans,,\n"
                + "Loyal,behavioural,loyalty,loyal,,,,3\n"
                + "Shoes only,behavioural,shoes,shoes,365,apparel.shoes,apparel.bags | apparel.hats,\n");

    assertThat(segments(base, new Shopper().bought("apparel.trousers.jeans", days(90))))
        .containsExactly("jeans");
    assertThat(segments(base, new Shopper().bought("apparel.trousers.jeans", days(91)))).isEmpty();
    assertThat(segments(base, new Shopper().visits(3))).containsExactly("loyal");
    assertThat(segments(base, new Shopper().bought("apparel.shoes", days(1))))
        .containsExactly("shoes");
    assertThat(
            segments(
                base,
                new Shopper().bought("apparel.shoes", days(1)).viewed("apparel.hats", days(1))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rule,a", "rule,kind,segment\nx,behavioural,s,y\n"})
  void thousands_of_mistakes_are_told_by_the_first_of_them(String begin) {
    var text = begin + (begin.endsWith("\n") ? "x,behavioural,s,y\n" : ",a").repeat(20_000);
    var file = new DrlFile("segments/wide.csv", Concern.SEGMENTS, text);
    assertThat(Checked.of(Folders.of(List.of(file))).findings()).hasSize(100);
  }

  @Test
  void a_table_of_a_german_spreadsheet_is_separated_by_semicolons() {
    var base =
        base(
            "rule;kind;owner;segment;Bought(category ==)\nHosen, auch kurze;behavioural;m;h;apparel.trousers\n");

    assertThat(segments(base, new Shopper().bought("apparel.trousers", days(5))))
        .containsExactly("h");
  }

  @Test
  void a_table_of_campaigns_makes_offers_with_contents_and_choices() {
    var file =
        new DrlFile(
            "campaigns/all.csv",
            Concern.CAMPAIGNS,
            "rule,campaign,owner,content,with size,Page(type ==)\nAt home,hello,web,banner,M,home\n");
    var base = RuleBase.of(Folders.of(List.of(file), "hello"));

    assertThat(base.evaluate(new Shopper().facts(), Duration.ofSeconds(5)).offers())
        .singleElement()
        .satisfies(
            candidate -> {
              assertThat(candidate.offer().content()).isEqualTo("banner");
              assertThat(candidate.offer().choices()).containsEntry("size", "M");
              assertThat(candidate.firing().rule()).isEqualTo("At home");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A,behavioural,m,s,ninety,apparel,,      | 2 | 19 | KF131 | Cell E2 is \"ninety\", expected a number",
        "A,behavioural,m,,90,apparel,,           | 2 | 17 | KF131 | Cell D2 is empty, expected the segment",
        "A,behavioural,m,s,90,apparel,,,more     | 2 | 32 | KF131 | Cell I2 stands under no heading",
        "A,seasonal,m,s,90,apparel,,             | 2 | 3  | KF107 | @kind(\"seasonal\") is not known",
      })
  void what_is_wrong_is_named_with_its_cell(
      String row, int line, int column, String code, String words) {
    assertThat(findings(HEADINGS + row))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.line()).isEqualTo(line);
              assertThat(finding.column()).isEqualTo(column);
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.message()).contains(words);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bougt(category ==)     | There are no facts of type \"Bougt\". Maybe \"Bought\".",
        "Bought(categry ==)     | Bought has no property \"categry\". Maybe \"category\".",
        "Bought(category)       | neither a name nor a comparison",
        "sgment                 | Maybe \"segment\".",
      })
  void a_heading_that_cannot_be_read_is_named(String heading, String words) {
    assertThat(findings("rule,kind,owner,segment," + heading + "\nA,behavioural,m,s,x\n"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("KF130");
              assertThat(finding.line()).isEqualTo(1);
              assertThat(finding.column()).isEqualTo(25);
              assertThat(finding.message()).startsWith("E1: ").contains(words);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ufeffrule,kind,owner,segment,Bought(price >),Visitor(known ==)\nDear,behavioural,crm,s,59.90,TRUE\n",
        "rule;kind;owner;segment;Bought(price >);Visitor(known ==)\r\nDear;behavioural;crm;s;59,90;WAHR\r\n",
        "sep=;\nRule;Kind;OWNER;Segment;Bought(price >);Visitor(known ==)\nDear;behavioural;crm;s;59,9;true\n",
        "\ufeffsep=;\r\nrule;kind;owner;segment;Bought(price >);Visitor(known ==)\r\nDear;behavioural;crm;s;59,9;Wahr\r\n",
        "rule\tkind\towner\tsegment\tBought(price >)\tVisitor(known ==)\nDear\tbehavioural\tcrm\ts\t59,90\tTRUE\n",
        "rule;kind;owner;segment;Bought(price >);Visitor(known ==);;\nDear;behavioural;crm;s;59,90;TRUE;;\n;;;;;;;\n",
        "rule,kind,owner,segment,Bought(price >),Visitor(known ==)\nDear,behavioural,crm,s,\"59,90\",TRUE\n",
        "\"rule\",kind,owner,segment,\"Bought(price >)\",Visitor(known ==)\n\"Dear\nthings\",behavioural,crm,s,59.90,TRUE\n",
        "rule;kind;owner;segment;Bought(price >);not Visitor(known ==)\nDear;behavioural;crm;s;59,90;FALSCH\n",
      })
  void a_table_is_read_as_spreadsheets_save_it(String table) {
    var base = base(table);
    assertThat(segments(base, new Shopper().bought("a", days(1), 59.95))).containsExactly("s");
    assertThat(segments(base, new Shopper().bought("a", days(1), 59.85))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,500 | whose comma may part thousands or decimals. Maybe 1500, or 1.5",
        "1.500 | whose point may part thousands or decimals. Maybe 1500, or 1.5",
        "1.234,56 | Maybe its comma is a decimal point",
        "59,90 EUR | expected a number",
        "JA | expected a number",
      })
  void a_number_that_may_be_two_is_told_with_its_comma(String cell, String words) {
    var table = "rule;kind;owner;segment;Bought(price >)\nDear;behavioural;crm;s;" + cell + "\n";
    assertThat(findings(table))
        .singleElement()
        .returns("KF131", Finding::code)
        .satisfies(
            finding -> assertThat(finding.message()).startsWith("Cell E2 is").contains(words));
  }

  @Test
  void the_rows_after_a_cell_of_two_lines_keep_their_place() {
    var table =
        "sep=,\nrule,kind,owner,segment,Moment(hour >=)\n\"In the\nmorning\",behavioural,m,s,8\nB,behavioural,m,t,x\n";
    assertThat(findings(table))
        .singleElement()
        .returns(5, Finding::line)
        .satisfies(finding -> assertThat(finding.message()).startsWith("Cell E3 is \"x\""));
  }

  @Test
  void a_quote_that_is_never_closed_is_told_at_its_line_alone() {
    var table =
        "rule,kind,owner,segment,Page(type ==)\nA,behavioural,m,\"s,home\nB,behavioural,m,t,cart\n";
    assertThat(findings(table))
        .singleElement()
        .returns(2, Finding::line)
        .satisfies(finding -> assertThat(finding.message()).contains("is not closed"));
  }

  @Test
  void a_trait_that_a_spreadsheet_put_into_capitals_is_told_as_events_tell_it() {
    var base =
        base(
            "rule,kind,owner,segment,Trait(name ==),Trait(value ==)\nA,behavioural,m,s,letter,TRUE\n");
    assertThat(segments(base, new Shopper().trait("letter", "true", Double.NaN)))
        .containsExactly("s");
  }

  @Test
  void two_rules_of_one_name_are_found_in_their_lines() {
    assertThat(
            findings(
                "rule,kind,owner,segment,Page(type ==)\nA,behavioural,m,s,home\nA,behavioural,m,t,cart\n"))
        .singleElement()
        .returns(3, Finding::line)
        .returns("KF104", Finding::code);
  }

  @Test
  void a_cell_cannot_smuggle_in_code() {
    assertThat(
            findings(
                "rule,kind,owner,segment,Bought(daysAgo <=)\nA,behavioural,m,s,1) eval(System.exit(1)\n"))
        .extracting(Finding::code)
        .containsExactly("KF131");
    assertThat(
            findings(
                "rule,kind,owner,segment,Page(type ==)\nA,behavioural,m,\"s\"\")); System.exit(1); //\",home\n"))
        .extracting(Finding::code)
        .contains("KF131");
  }

  private RuleBase base(String table) {
    return RuleBase.of(Folders.of(List.of(file(table))));
  }

  private static List<Finding> findings(String table) {
    return Checked.of(Folders.of(List.of(file(table)))).findings();
  }

  private static DrlFile file(String table) {
    return new DrlFile("segments/all.csv", Concern.SEGMENTS, table);
  }

  private static List<String> segments(RuleBase base, Shopper shopper) {
    return base.evaluate(shopper.facts(), Duration.ofSeconds(5)).segments().stream()
        .map(membership -> membership.segment())
        .toList();
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }
}
