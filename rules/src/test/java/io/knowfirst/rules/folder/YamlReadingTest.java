package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.knowfirst.rules.base.RuleCheck;
import io.knowfirst.rules.check.Outside;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReadingTest {

  /** As YAML 1.2's core schema has it, but for numbers that would lose their leading zeros. */
  @ParameterizedTest
  @CsvSource({
    "NO, NO, true",
    "No, No, true",
    "yes, yes, true",
    "off, off, true",
    "01067, 01067, true",
    "0351, 0351, true",
    "0123, 0123, true",
    "08154711, 08154711, true",
    "+49351, +49351, true",
    "1_000, 1_000, true",
    "0x1F, 0x1F, true",
    "1e3, 1e3, true",
    "12345678901234567890, 12345678901234567890, true",
    "~, ~, true",
    "Null, Null, true",
    "12:30, 12:30, false",
    "2026-12-01, 2026-12-01, false",
    "Norway, Norway, false",
  })
  void text_stays_text(String written, String read, boolean told) {
    var reading = reading("value: " + written + "\n");
    assertThat(reading.folder().contents().get("x").payload()).containsEntry("value", read);
    assertThat(reading.findings()).hasSize(told ? 1 : 0).noneMatch(Finding::isError);
    assertThat(reading.findings()).allMatch(finding -> finding.code().equals("KF207"));
  }

  @Test
  void what_is_quoted_is_text_and_not_told() {
    var reading = reading("a: \"01067\"\nb: 'NO'\nc: \"~\"\nd: '1.10'\n");
    assertThat(reading.folder().contents().get("x").payload())
        .isEqualTo(Map.of("a", "01067", "b", "NO", "c", "~", "d", "1.10"));
    assertThat(reading.findings()).isEmpty();
  }

  @Test
  void numbers_and_truths_are_read_as_such() {
    var reading = reading("a: 7\nb: -2.5\nc: true\nd: False\ne: 0\nf: 19.90\ng: 1.10\n");
    assertThat(reading.folder().contents().get("x").payload())
        .isEqualTo(Map.of("a", 7L, "b", -2.5, "c", true, "d", false, "e", 0L, "f", 19.9, "g", 1.1));
    assertThat(reading.findings()).extracting(Finding::line).containsExactly(6, 7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &x text\nb: *x\n",
        "a: &x [1]\nb: *x\n",
        "a: &x\n  b: *x\n",
        "? &x a\n: *x\n",
        "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n",
        "base: &base {a: 1}\nmore:\n  <<: *base\n",
      })
  void an_alias_is_refused(String text) {
    assertThat(reading(text).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("KF001");
              assertThat(finding.message()).contains("alias").contains("Maybe");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[", "{", "- ", "a: ", "? ", "{a: ", "[[", "&a ", "*a ", "!!a ", "\"", "'", "a,", "- a\n",
        "%", "|\n", "!", "#", "\\", "[a, ", "- [a]\n", "a: b\n", "---\n"
      })
  void a_megabyte_of_anything_is_read_within_seconds(String part) {
    assertTimeout(
        Duration.ofMinutes(2),
        () -> {
          reading(part.repeat(1_000_000 / part.length()));
          reading("a: [" + part.repeat(1_000_000 / part.length()));
        });
  }

  @Test
  void one_mistake_is_told_once() {
    for (var file :
        new String[] {
          "placements.yaml", "campaigns.yaml", "contents/welcome.yaml", "metrics.yaml"
        }) {
      var files = new TreeMap<>(SoundFolder.FILES);
      files.put(file, files.get(file) + "\t- [broken\n");
      var check = RuleCheck.of(files, Outside.at(Instant.parse("2026-11-22T12:00:00Z")));
      assertThat(check.errors())
          .singleElement()
          .satisfies(
              error -> {
                assertThat(error.file()).isEqualTo(file);
                assertThat(error.code()).isEqualTo("KF001");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"50%", "a\\nb", "a\\tb", "", " a", "a/b", "a\\u202eb", "<b>"})
  void an_id_that_breaks_a_line_or_an_address_is_refused(String id) {
    for (var text :
        new String[] {
          "placements.yaml|- {id: home-hero, channel: web}\n- {id: cart, channel: web}\n- {id: \"%s\", channel: web}\n",
          "campaigns/more.yaml|- {id: \"%s\", style: automation, placements: [cart], contents: [welcome], priority: 1}\n",
          "contents/more.yaml|- {id: \"%s\", headline: a}\n",
          "metrics.yaml|- {id: orders, kind: conversion, event: Order Completed}\n- {id: income, kind: conversion, event: a}\n- {id: \"%s\", kind: conversion, event: b}\n",
          "experiments/more.yaml|placement: cart\nvariations:\n  - {id: \"%s\", content: welcome, weight: 5000}\n  - {id: b, content: deal, weight: 5000}\n",
        }) {
      var parts = text.split("\\|", 2);
      var files = new TreeMap<>(SoundFolder.FILES);
      files.put(parts[0], parts[1].replace("%s", id));
      assertThat(FolderReading.of(files).findings())
          .as("%s in %s", id, parts[0])
          .anyMatch(Finding::isError);
    }
  }

  private static FolderReading reading(String content) {
    var files = new TreeMap<>(SoundFolder.FILES);
    files.put("contents/x.yaml", content);
    return FolderReading.of(files);
  }
}
