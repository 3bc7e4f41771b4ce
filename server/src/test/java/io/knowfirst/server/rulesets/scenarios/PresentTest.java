package io.knowfirst.server.rulesets.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.model.Context;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresentTest {
  private static final String HEAD =
      """
      - name: One
        expect: {}
        context:
          %s
      """;
  private static RuleBase base;

  @BeforeAll
  static void compile() {
    base = RuleBase.of(RuleFolder.example());
  }

  @Test
  void a_scenario_has_the_context_of_a_request() {
    var context =
        read(
            "{page: {type: product, category: a, product: p, url: /p}, referrer: r, utm: {source: 2026},"
                + " search: 501, geo: {country: DE, region: SN, city: Leipzig},"
                + " device: {type: mobile, os: ios, browser: b}, weather: {condition: rain, celsius: -9.5}, locale: de}");
    assertThat(context)
        .isEqualTo(
            new Context(
                new Context.Page("product", "a", "p", "/p"),
                "r",
                Map.of("source", "2026"),
                "501",
                new Context.Geo("DE", "SN", "Leipzig"),
                new Context.Device("mobile", "ios", "b"),
                new Context.Weather("rain", -9.5),
                "de"));
  }

  /** The values and what is expected are those that a request is refused with. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "page: {type: produkt}                   | 4:18 | KF004 | type is \"produkt\"",
        "page: {tipe: home, type: home}          | 4:18 | KF002 | Maybe \"type\" is meant.",
        "page: {category: a}                     | 4:11 | KF003 | The key \"type\" is missing",
        "geo: {country: Germany}                 | 4:20 | KF004 | expected two capital letters (ISO 3166-1), like DE",
        "weather: {condition: rain}              | 4:14 | KF003 | The key \"celsius\" is missing, expected a number from -100 to 70",
        "weather: {condition: rain, celsius: 99} | 4:41 | KF004 | celsius is \"99\", expected a number from -100 to 70",
        "wether: rain                            | 4:13 | KF002 | Maybe \"weather\" is meant.",
      })
  void what_a_request_is_refused_for_is_told_at_its_line(
      String context, String place, String code, String text) {
    assertThatThrownBy(() -> read(context))
        .isInstanceOfSatisfying(
            RuleFolderException.class,
            refused ->
                assertThat(refused.findings())
                    .singleElement()
                    .returns(code, Finding::code)
                    .returns(place, found -> found.line() + ":" + found.column())
                    .satisfies(found -> assertThat(found.message()).contains(text)));
  }

  private static Context read(String context) {
    var files = new TreeMap<>(RuleFolder.exampleFiles());
    files.keySet().removeIf(name -> name.startsWith("scenarios/"));
    files.put("scenarios/mine.yaml", HEAD.formatted(context));
    return Scenarios.of(files, base).all().get(0).request().context();
  }
}
