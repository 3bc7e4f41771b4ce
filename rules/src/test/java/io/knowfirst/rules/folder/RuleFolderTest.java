package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFolderTest {
  private static final Map<String, String> SOUND =
      Map.of(
          "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n",
          "placements.yaml",
              "- {id: home-hero, channel: web, content: welcome}\n- {id: cart, channel: web}\n",
          "campaigns.yaml",
              """
              - id: jeans
                style: automation
                placements: [home-hero, cart]
                contents: [welcome]
                priority: 70
                from: 2026-09-01T00:00:00+02:00
                until: 2026-10-01T00:00:00+02:00
                cap: {times: 3, days: 7}
                purpose: personalization
                owner: menswear
              """,
          "campaigns/sale.yaml",
              "style: personalization\nplacements: [cart]\ncontents: [welcome, deal]\npriority: 1\n",
          "contents/welcome.yaml", "headline: Hello\nsteps: [1, 2.5, true, {a: b}]\nnumber: '7'\n",
          "contents/deal.yaml",
              """
              headline: Deal
              products:
                category: apparel
                where: {size: "{size}", brand: [a, b]}
                goesWith: "{product}"
                except: "{page}"
                limit: 4
                atLeast: 2
              """,
          "colours.yaml", "blue: [brown, tan]\nother: black\n",
          "experiments/layout.yaml",
              """
              placement: home-hero
              metrics: [orders, income]
              analysis: {looking: once, planned: 4000, alpha: 0.1, correction: benjamini-hochberg, minimumEffect: 0.05, postStratify: false}
              running: true
              variations:
                - {id: control, content: welcome, weight: 5000}
                - {id: deal, content: deal, weight: 5000}
              """,
          "metrics.yaml",
              """
              - {id: orders, kind: conversion, event: Order Completed}
              - id: income
                kind: sum
                event: Order Completed
                property: items.value
                window: 14
                cap: 99.5
                covariate: 28
              - {id: basket, kind: ratio, event: Order Completed, property: total, per: {event: Order Completed}, covariate: 14}
              - {id: refunds, kind: count, event: Order Refunded, direction: lower, guardrail: true}
              """,
          "segments/a.drl", "package shop\n");

  @TempDir Path dir;

  @Test
  void a_sound_folder_is_read_whole() throws IOException {
    var folder = RuleFolder.read(write(SOUND));
    assertThat(folder.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(folder.currency()).isEqualTo("EUR");
    assertThat(folder.placements()).containsOnlyKeys("home-hero", "cart");
    assertThat(folder.campaigns().get("jeans"))
        .isEqualTo(
            new Campaign(
                "jeans",
                Campaign.Style.AUTOMATION,
                List.of("home-hero", "cart"),
                List.of("welcome"),
                70,
                Instant.parse("2026-08-31T22:00:00Z"),
                Instant.parse("2026-09-30T22:00:00Z"),
                new Campaign.Cap(3, 7),
                "personalization",
                "menswear"));
    assertThat(folder.campaigns().get("sale").style()).isEqualTo(Campaign.Style.PERSONALIZATION);
    assertThat(folder.contents().get("welcome").payload())
        .isEqualTo(
            Map.of(
                "headline",
                "Hello",
                "steps",
                List.of(1L, 2.5, true, Map.of("a", "b")),
                "number",
                "7"));
    assertThat(folder.contents().get("deal").payload()).containsOnlyKeys("headline");
    assertThat(folder.contents().get("deal").products())
        .isEqualTo(
            new ProductSelection(
                "apparel",
                Map.of("size", List.of("{size}"), "brand", List.of("a", "b")),
                null,
                new ProductSelection.GoesWith(
                    "{product}",
                    Map.of("blue", List.of("brown", "tan"), "other", List.of("black"))),
                "{page}",
                4,
                2));
    assertThat(folder.experiments().get("layout").seed()).isEqualTo("layout");
    assertThat(folder.experiments().get("layout").running()).isTrue();
    assertThat(folder.drl())
        .containsExactly(new DrlFile("segments/a.drl", DrlFile.Concern.SEGMENTS, "package shop\n"));
  }

  @Test
  void metrics_and_what_an_experiment_says_of_them_are_read() throws IOException {
    var folder = RuleFolder.read(write(SOUND));
    assertThat(folder.metrics().keySet()).containsExactly("orders", "income", "basket", "refunds");
    assertThat(folder.metrics().get("income"))
        .isEqualTo(
            new MetricFile(
                "income",
                MetricFile.Kind.SUM,
                new MetricFile.Amount("Order Completed", "items.value"),
                null,
                14,
                false,
                false,
                99.5,
                28));
    assertThat(folder.metrics().get("basket").per())
        .isEqualTo(new MetricFile.Amount("Order Completed", null));
    assertThat(folder.metrics().get("basket").covariate()).isEqualTo(14);
    assertThat(folder.metrics().get("refunds").lowerIsBetter()).isTrue();
    assertThat(folder.metrics().get("refunds").guardrail()).isTrue();
    assertThat(folder.experiments().get("layout").measurement())
        .isEqualTo(
            new Measurement(
                List.of("orders", "income"),
                Measurement.Looking.ONCE,
                4000,
                0.1,
                Measurement.Correction.BENJAMINI_HOCHBERG,
                0.05,
                false));
  }

  @Test
  void the_same_files_have_the_same_hash_wherever_they_lie() throws IOException {
    var plain = RuleFolder.read(write(SOUND));
    var zip = dir.resolve("rules.jar");
    try (var system =
        FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of("create", "true"))) {
      var windows = new LinkedHashMap<String, String>();
      SOUND.forEach((name, text) -> windows.put(name, text.replace("\n", "\r\n")));
      var packed = RuleFolder.read(write(system.getPath("/shop"), windows));
      assertThat(packed.hash()).isEqualTo(plain.hash()).hasSize(64);
      assertThat(packed).isEqualTo(plain);
    }
    var renamed = new LinkedHashMap<>(SOUND);
    renamed.put("segments/b.drl", String.valueOf(renamed.remove("segments/a.drl")));
    assertThat(RuleFolder.read(write(dir.resolve("renamed"), renamed)).hash())
        .isNotEqualTo(plain.hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "shop.yaml | timezone: Europe/Berlin | timezone: Europe/Berlim | 1:11 | KF004 | Maybe \"Europe/Berlin\".",
        "shop.yaml | currency: EUR | currency: EURO | 2:11 | KF004 | ISO 4217",
        "shop.yaml | currency: EUR | curency: EUR | 2:1 | KF002 | Maybe \"currency\".",
        "campaigns.yaml | priority: 70 | prioritty: 70 | 5:3 | KF002 | Maybe \"priority\".",
        "campaigns.yaml | priority: 70 | priority: 101 | 5:13 | KF004 | from 0 to 100",
        "campaigns.yaml | priority: 70 | priority: high | 5:13 | KF004 | whole number",
        "campaigns.yaml | priority: 70 | id: jeans | 5:3 | KF005 | twice",
        "campaigns.yaml | style: automation | style: automatic | 2:10 | KF004 | automation",
        "campaigns.yaml | [home-hero, cart] | [home-herro, cart] | 3:16 | KF006 | Maybe \"home-hero\".",
        "campaigns.yaml | [home-hero, cart] | home-hero | 3:15 | KF004 | a list",
        "campaigns.yaml | contents: [welcome] | contents: [welcom] | 4:14 | KF006 | Maybe \"welcome\".",
        "campaigns.yaml | contents: [welcome] | contents: [welcome, deal] | 4:13 | KF007 | personalization",
        "campaigns.yaml | contents: [welcome] | contents: [] | 1:3 | KF007 | at least one",
        "campaigns.yaml | 2026-10-01T00:00:00+02:00 | 2026-10-01 | 7:10 | KF004 | with its offset",
        "campaigns.yaml | 2026-10-01T00:00:00+02:00 | 2026-08-01T00:00:00+02:00 | 7:10 | KF007 | not after",
        "campaigns.yaml | times: 3 | times: 0 | 8:16 | KF004 | from 1",
        "campaigns.yaml | id: jeans | name: jeans | 1:3 | KF002 | name",
        "campaigns/sale.yaml | [cart] | [cart, home-hero] | 2:13 | KF007 | expected 1",
        "placements.yaml | content: welcome | content: wellcome | 1:42 | KF006 | Maybe \"welcome\".",
        "placements.yaml | id: cart | id: home-hero | 2:8 | KF005 | another",
        "experiments/layout.yaml | content: deal, weight: 5000 | content: deal, weight: 50 | 6:3 | KF008 | basis points",
        "experiments/layout.yaml | running: true | running: maybe | 4:10 | KF004 | true or false",
        "experiments/layout.yaml | [orders, income] | [orders, incom] | 2:19 | KF006 | Maybe \"income\".",
        "experiments/layout.yaml | [orders, income] | [refunds] | 2:10 | KF018 | a goal",
        "experiments/layout.yaml | looking: once | looking: ones | 3:21 | KF004 | Maybe \"once\".",
        "experiments/layout.yaml | planned: 4000, | - | 3:21 | KF018 | planned",
        "experiments/layout.yaml | alpha: 0.1 | alpha: 5 | 3:49 | KF004 | from 1.0E-4 to 0.5",
        "metrics.yaml | kind: conversion | kind: conversions | 1:22 | KF004 | Maybe \"conversion\".",
        "metrics.yaml | property: items.value | - | 2:3 | KF018 | needs the property",
        "metrics.yaml | conversion, event: Order Completed | conversion, event: Order Completed, property: a | 1:68 | KF018 | kind: sum",
        "metrics.yaml | conversion, event: Order Completed | conversion, event: Order Completed, cap: 3 | 1:63 | KF018 | cap",
        "metrics.yaml | total, per: {event: Order Completed} | total | 9:3 | KF018 | per",
        "metrics.yaml | cap: 99.5 | cap: much | 7:8 | KF004 | a number",
        "metrics.yaml | id: basket | id: orders | 9:8 | KF005 | another metric",
        "metrics.yaml | kind: count, event | kind: count, evnt | 10:30 | KF002 | Maybe \"event\".",
        "experiments/layout.yaml | id: deal | id: control | 6:3 | KF005 | same id",
        "contents/deal.yaml | limit: 4 | limit: 51 | 7:10 | KF004 | from 1 to 50",
        "contents/deal.yaml | atLeast: 2 | atLeast: 5 | 8:12 | KF004 | from 1 to 4",
        "contents/deal.yaml | headline: Deal | headline: [Deal | 2:9 | KF001 | YAML",
        "contents/welcome.yaml | number: '7' | a: &x [1] | 0:0 | - | -",
      })
  void what_is_wrong_is_told_with_its_place(
      String file, String sound, String wrong, String place, String code, String words)
      throws IOException {
    var files = new LinkedHashMap<>(SOUND);
    files.compute(
        file, (name, text) -> String.valueOf(text).replace(sound, wrong.equals("-") ? "" : wrong));
    assertThat(files.get(file)).isNotEqualTo(SOUND.get(file));
    var folder = write(files);
    if (code.equals("-")) {
      assertThat(RuleFolder.read(folder).contents()).hasSize(2);
      return;
    }
    var thrown = catchThrowableOfType(RuleFolderException.class, () -> RuleFolder.read(folder));
    assertThat(thrown.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.file()).isEqualTo(file);
              assertThat(finding.line() + ":" + finding.column()).isEqualTo(place);
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.message()).contains(words);
            });
  }

  @Test
  void problems_of_all_files_are_told_at_once() throws IOException {
    var files = new LinkedHashMap<>(SOUND);
    files.put("shop.yaml", "timezone: Mars\n");
    files.put("campaigns/sale.yaml", "- not a mapping\n");
    files.put("contents/more.yaml", "");
    files.put("rules.drl", "package shop\n");
    files.remove("placements.yaml");
    var folder = write(files);
    assertThatThrownBy(() -> RuleFolder.read(folder))
        .isInstanceOf(RuleFolderException.class)
        .hasMessageContainingAll(
            "shop.yaml:1:11: error: timezone is \"Mars\"",
            "shop.yaml:1:1: error: The key \"currency\" is missing. [KF003]",
            "campaigns/sale.yaml:1:3: error: The list holds something else than mappings",
            "contents/more.yaml:1:1: error: The file is no mapping",
            "placements.yaml:1:1: error: The file is missing. [KF003]",
            "rules.drl:1:1: error: A file of rules lies outside",
            "There is no placement \"home-hero\"");
  }

  @Test
  void a_folder_that_is_missing_or_no_text_is_said_so() throws IOException {
    assertThatThrownBy(() -> RuleFolder.read(dir.resolve("none")))
        .isInstanceOf(RuleFolderException.class)
        .hasMessageContaining("no such folder");
    Files.write(dir.resolve("shop.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> RuleFolder.read(dir))
        .isInstanceOf(RuleFolderException.class)
        .hasMessageContaining("shop.yaml:1:1: error: The file is not UTF-8");
  }

  @Test
  void collections_that_are_reused_by_alias_are_refused() throws IOException {
    var files = new LinkedHashMap<>(SOUND);
    files.put("contents/welcome.yaml", "a: &x [1, 2]\nb: [*x, *x]\n");
    var folder = write(files);
    assertThatThrownBy(() -> RuleFolder.read(folder)).hasMessageContaining("KF001");
  }

  @Test
  void the_example_shop_is_packed_with_the_rules() {
    assertThat(RuleFolder.example().campaigns()).isNotEmpty();
  }

  private Path write(Map<String, String> files) throws IOException {
    return write(dir.resolve("folder"), files);
  }

  private static Path write(Path folder, Map<String, String> files) throws IOException {
    for (var file : files.entrySet()) {
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
    }
    return folder;
  }
}
