package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One mistake in a file is one error, and its advice names the cause. */
class OneMistakeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "shop.yaml # timezone: Europe/Berlin~currency: [EUR] # currency is not a value",
        "shop.yaml # timezone: Europe/Berlin~curency: EUR # Maybe \"currency\"",
        "shop.yaml # timezone Europe/Berlin~currency: EUR # Maybe line 1 lacks a colon",
        "shop.yaml # timezone: Europe/Berlin~\tcurrency: EUR # Maybe use blanks in place of the tab.",
        "placements.yaml # - {id: home, chanel: web, content: banner}~- {id: cart, channel: web, content: banner} # Maybe \"channel\"",
        "placements.yaml # - {id: home, channel: web, content: banner~- {id: cart, channel: web, content: banner} # Maybe the { of line 1 is not closed.",
        "placements.yaml # - {id: home, channel: web, content: banner}~- {id: cart, channel: web, content: banner}~- {id: , channel: app, content: banner} # \"id\" is missing",
        "placements.yaml # # The file is no mapping",
        "contents/banner.yaml # headline: @home # Maybe put the text in quotes.",
        "contents/banner.yaml # headline: Sale: now # Maybe put the text in quotes, as it holds a colon.",
        "campaigns/sale.yaml # style:automation~placements: [home] # Maybe line 1 lacks a colon with a blank after it.",
        "campaigns/sale.yaml # style: automation~placements: [home~contents: [banner] # Maybe the [ of line 2 is not closed.",
        "campaigns/sale.yaml # style: automation~owner: \"crm~priority: 50 # Maybe the quote that begins in line 2 is not closed.",
        "campaigns/more.csv # Sales 2026,,~rule,campaign,Place(city ==)~A,sale,Bonn # Maybe it is a title",
        "campaigns/more.csv # rule,campaign,Place(city ==)~A,sale,Bonn~B,,Kiel # Maybe it was merged with the cell above",
        "campaigns/more.csv # rule,campaign,Place(city ==)~A,sale,\\NV # an error or a formula of the spreadsheet",
        "campaigns/more.csv # rule,campaign,Place(city ==)~A,sale,=B2 # an error or a formula of the spreadsheet",
        "experiments/test.yaml # placement: cart~variatons:~  - {id: a, content: banner, weight: 5000}~  - {id: b, content: other, weight: 5000} # Maybe \"variations\"",
        "metrics.yaml # - {id: c, kind: conversion, evnt: Order Completed} # Maybe \"event\"",
      })
  void it_is_one_error(String file, String text, String words) throws IOException {
    var lines = text == null ? "" : text.replace("~", "\n").replace("\\", "#");
    assertThat(errors(file, lines)).singleElement().asString().contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "sep = ;~rule;campaign;Moment(hour >=)~A;sale;8",
        "SEP=;~rule;campaign;Moment(hour >=)~A;sale;8",
        ",,~rule,campaign,Moment(hour >=)~A,sale,08",
      })
  void a_table_is_read_as_spreadsheets_save_it(String table) throws IOException {
    assertThat(errors("campaigns/more.csv", table.replace("~", "\n"))).isEmpty();
  }

  private List<Finding> errors(String file, String text) throws IOException {
    new PageExample("", "", true, "```\n# %s\n%s\n```".formatted(file, text)).write(dir);
    return RuleCheck.of(RuleFolder.files(dir), Outside.at(NOW)).findings().stream()
        .filter(Finding::isError)
        .toList();
  }
}
