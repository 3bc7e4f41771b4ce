package io.knowfirst.server.rulesets.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.decide.ActiveRules;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** The example shop's scenarios, and what is said when one is broken. */
class ScenariosTest {
  private static SortedMap<String, String> files;
  private static RuleBase base;

  @BeforeAll
  static void compile() {
    files = RuleFolder.exampleFiles();
    base = RuleBase.of(RuleFolder.of(files));
  }

  @Test
  void theShopDecidesAsItsScenariosSayAndEveryRuleFiresInOne() {
    var report = Scenarios.of(files, base).run(ActiveRules.of(base), 2, true);

    assertThat(report.passed()).as(report.text()).isTrue();
    assertThat(report.results()).hasSizeGreaterThan(130);
    assertThat(report.coverage().neverFired()).isEmpty();
    assertThat(report.coverage().comparisons()).isGreaterThan(100);
    assertThat(report.coverage().comparisonPercent()).isBetween(70, 100);
  }

  @Test
  void everyRuleHasAScenarioWhereItFiresAndOneWhereItDoesNot() {
    var fires = new HashSet<String>();
    var not = new HashSet<String>();
    for (var one : Scenarios.of(files, base).all()) {
      (one.fires() ? fires : not).add(one.rule());
    }
    Set<String> all = base.rules().stream().map(RuleCard::name).collect(Collectors.toSet());
    assertThat(fires).isEqualTo(all);
    assertThat(not).isEqualTo(all);
  }

  @Test
  void aScenarioThatIsNotAsExpectedSaysWhyAndIsAFailureForABuildServer() throws Exception {
    var broken = new TreeMap<>(files);
    broken.keySet().removeIf(name -> name.startsWith("scenarios/"));
    broken.put(
        "scenarios/mine.yaml",
        """
        - name: Jeans <91> days ago
          rule: {fires: "Who bought jeans within 90 days is a jeans buyer"}
          events:
            - {bought: jeans-1, category: apparel.trousers.jeans, ago: 91d}
        """);
    var report = Scenarios.of(broken, base).run(ActiveRules.of(base), 1, false);

    assertThat(report.passed()).isFalse();
    assertThat(report.text())
        .startsWith("scenarios/mine.yaml:1: Jeans <91> days ago")
        .contains("daysAgo is 91, expected <= 90")
        .endsWith("1 scenarios, 1 not as expected" + System.lineSeparator());
    var factory = DocumentBuilderFactory.newInstance();
    var xml = factory.newDocumentBuilder().parse(new InputSource(new StringReader(report.junit())));
    assertThat(xml.getDocumentElement().getTagName()).isEqualTo("testsuites");
    assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(1);
    assertThat(xml.getElementsByTagName("failure").item(0).getTextContent())
        .contains("scenarios/mine.yaml:1", "daysAgo is 91");
  }

  @Test
  void aScenarioOnAPlacementThatIsTestedSaysSoOrDecidesWithoutTheTest() {
    var tested = new TreeMap<>(files);
    tested.keySet().removeIf(name -> name.startsWith("scenarios/"));
    tested.put(
        "experiments/hero.yaml",
        """
        placement: home-hero
        running: true
        variations:
          - {id: plain, content: bestsellers-list, weight: 5000}
          - {id: rich, content: bestsellers-grid, weight: 5000}
        """);
    tested.put(
        "scenarios/mine.yaml",
        """
        - name: A stranger
          placement: home-hero
          expect: {outcome: default}
        - name: A stranger, without the test
          placement: home-hero
          experiments: false
          expect: {outcome: default, content: home-welcome}
        - name: A stranger in the test
          placement: home-hero
          expect: {outcome: tested}
        """);
    var own = RuleBase.of(RuleFolder.of(tested));
    var report = Scenarios.of(tested, own).run(ActiveRules.of(own), 1, false);

    assertThat(report.text())
        .contains("outcome is tested, expected default")
        .containsPattern(
            "experiment hero runs on home-hero and shows variation (plain|rich). Maybe")
        .endsWith("3 scenarios, 1 not as expected" + System.lineSeparator());
  }

  @Test
  void whatIsWrongInAFileIsNamedWithItsPlace() {
    var broken = new TreeMap<>(files);
    broken.put(
        "scenarios/mine.yaml",
        """
        - name: Wrong
          rule: {fires: "Who bought jeans within 9 days is a jeans buyer"}
          events:
            - {bougt: jeans-1, ago: 91d}
            - {searched: jeans, ago: soon}
          placement: home-heroe
          expect: {outcome: guessed}
          expekt: {}
        """);

    assertThatThrownBy(() -> Scenarios.of(broken, base))
        .isInstanceOfSatisfying(
            RuleFolderException.class,
            refused ->
                assertThat(refused.findings().toString())
                    .contains(
                        "scenarios/mine.yaml:2:17",
                        "scenarios/mine.yaml:4:7",
                        "ago is \"soon\", expected for example 90d, 3h or 5m",
                        "There is no placement \"home-heroe\"",
                        "There is no outcome \"guessed\"",
                        "The key \"expekt\" is not known here"));
  }
}
