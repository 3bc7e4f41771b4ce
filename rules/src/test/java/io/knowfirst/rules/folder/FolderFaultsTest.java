package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in a folder is told with its place. */
class FolderFaultsTest {
  @TempDir Path dir;

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
        "campaigns.yaml | id: jeans | nome: jeans | 1:3 | KF002 | nome",
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
    var files = new LinkedHashMap<>(SoundFolder.FILES);
    files.compute(
        file, (name, text) -> String.valueOf(text).replace(sound, wrong.equals("-") ? "" : wrong));
    assertThat(files.get(file)).isNotEqualTo(SoundFolder.FILES.get(file));
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
    var files = new LinkedHashMap<>(SoundFolder.FILES);
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
    var files = new LinkedHashMap<>(SoundFolder.FILES);
    files.put("contents/welcome.yaml", "a: &x [1, 2]\nb: [*x, *x]\n");
    var folder = write(files);
    assertThatThrownBy(() -> RuleFolder.read(folder)).hasMessageContaining("KF001");
  }

  private Path write(Map<String, String> files) throws IOException {
    return SoundFolder.write(dir.resolve("folder"), files);
  }
}
