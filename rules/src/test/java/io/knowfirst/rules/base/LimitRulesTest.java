package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.CampaignBudget;
import io.knowfirst.rules.folder.CampaignBudget.Pace;
import io.knowfirst.rules.folder.ExposureCap;
import io.knowfirst.rules.folder.ExposureCap.Per;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.FolderReading;
import io.knowfirst.rules.folder.RuleFolder;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How limits are written, and what is said of those that are not right. */
class LimitRulesTest {
  private static final String SHOP = "timezone: UTC\ncurrency: EUR\n";

  @Test
  void a_campaign_says_all_of_its_limits() {
    var limits =
        RuleFolder.of(
                files(
                    "groups: {first: 30}\n",
                    """
                    cap: {times: 9, days: 90}
                    caps: [{times: 1, per: day}, {times: 2, per: week, channel: web}, {times: 3, days: 7}]
                    group: first
                    budget: {exposures: 1000, daily: 50, pace: traffic}
                    hours: [mon-fri 09:00-17:00, sat]
                    clock: visitor
                    """))
            .campaigns()
            .get("sale")
            .limits();

    assertThat(limits.caps())
        .containsExactly(
            new ExposureCap(9, null, 90, null),
            new ExposureCap(1, Per.DAY, 0, null),
            new ExposureCap(2, Per.WEEK, 0, "web"),
            new ExposureCap(3, null, 7, null));
    assertThat(limits.group()).isEqualTo("first");
    assertThat(limits.budget()).isEqualTo(new CampaignBudget(1000, 0, null, 50, Pace.TRAFFIC));
    assertThat(limits.hours().ofVisitor()).isTrue();
    assertThat(limits.hours().spans()).hasSize(2);
    assertThat(limits.hours().spans().get(0).from()).isEqualTo(LocalTime.of(9, 0));
    assertThat(limits.hours().spans().get(1).days()).containsExactly(DayOfWeek.SATURDAY);
    assertThat(limits.isCounted()).isTrue();
  }

  @Test
  void the_shop_caps_all_campaigns_and_names_groups() {
    var limits =
        RuleFolder.of(files("caps: [{times: 8, per: day}]\ngroups: {first: 30, second: 7}\n", ""))
            .channels()
            .limits();

    assertThat(limits.caps()).containsExactly(new ExposureCap(8, Per.DAY, 0, null));
    assertThat(limits.groups()).isEqualTo(Map.of("first", 30, "second", 7));
  }

  @Test
  void a_campaign_that_says_nothing_is_not_limited() {
    var limits = RuleFolder.of(files("", "")).campaigns().get("sale").limits();

    assertThat(limits.isCounted()).isFalse();
    assertThat(limits.hours()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0, 0, true", "500, 0, false", "0, 500, false"})
  void conversions_are_no_budget_where_nobody_is_held_out(int shop, int own, boolean refused) {
    var files =
        files(
            "holdout: %d\n".formatted(shop),
            "budget: {conversions: 5, metric: orders}\nholdout: %d\n".formatted(own));

    assertThat(FolderReading.of(files).findings().stream().map(Finding::code))
        .isEqualTo(refused ? List.of("KF304") : List.of());
  }

  @Test
  void what_a_budget_counts_are_conversions() {
    var files = files("", "budget: {conversions: 5, metric: orders}\n");
    files.put(
        "metrics.yaml",
        "- {id: orders, kind: sum, event: Order Completed, property: items.value}\n");

    assertThat(FolderReading.of(files).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("KF304");
              assertThat(finding.message()).contains("kind sum, expected conversion, count");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "budget: {pace: none} | KF293 | no amount",
        "budget: {conversions: 5} | KF293 | go together",
        "budget: {exposures: 5, metric: orders} | KF293 | go together",
        "budget: {conversions: 5, metric: order} | KF006 | Maybe \"orders\"",
        "budget: {exposures: 5, pace: even} | KF293 | daily is missing",
        "budget: {exposures: 0} | KF004 | from 1",
        "budget: {exposure: 5} | KF002 | Maybe \"exposures\"",
        "budget: 500 | KF004 | a mapping",
        "hours: nine to five | KF294 | mon-fri 09:00-17:00",
        "clock: visitor | KF294 | hours is missing",
        "clock: mine | KF004 | clock is",
        "group: last | KF006 | There is no group",
        "caps: [{times: 1}] | KF295 | one of per and days",
        "caps: [{times: 1, per: day, days: 3}] | KF295 | one of per and days",
        "caps: [{times: 1, per: month}] | KF004 | per is",
        "caps: {times: 1, per: day} | KF004 | a list of mappings"
      })
  void what_is_wrong_is_told(String campaign, String code, String words) {
    var findings = FolderReading.of(files("groups: {first: 30}\n", campaign + "\n")).findings();

    assertThat(findings).extracting(finding -> finding.code()).contains(code);
    assertThat(findings.toString()).contains(words);
  }

  @Test
  void a_group_needs_a_sound_name() {
    assertThat(FolderReading.of(files("groups: {\"a/b\": 30}\n", "")).findings())
        .extracting(finding -> finding.code())
        .containsExactly("KF206");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "caps: [{times: 2, per: day, channel: email}] | | KF296",
        "| caps: [{times: 2, per: day, channel: email}] | KF296",
        "| caps: [{times: 2, per: day, channel: web}] | none",
        "caps: [{times: 3, days: 7}, {times: 5, per: week}] | | KF297",
        "caps: [{times: 3, days: 7, channel: web}, {times: 5, days: 7}] | | none",
        "caps: [{times: 3, days: 7}, {times: 5, days: 30}] | | none",
        "caps: [{times: 3, days: 7}, {times: 3, days: 7}] | | none",
        "caps: [{times: 3, per: week}, {times: 5, per: day}] | | none",
        "caps: [{times: 3, days: 7, channel: web}, {times: 4, per: day, channel: web}] | | KF297",
        "hours: 22:00-07:00 | channels: {web: {quiet: \"21:00-08:00\"}} | KF299",
        "hours: 20:00-07:00 | channels: {web: {quiet: \"21:00-08:00\"}} | none",
        "hours: mon | channels: {web: {quiet: \"21:00-08:00\"}} | none",
        "hours: 22:00-07:00 | channels: {web: {}} | none",
        "hours: 22:00-07:00 | channels: {email: {quiet: \"21:00-08:00\"}} | none"
      })
  void limits_that_bear_on_nothing_are_told(String campaign, String shop, String code) {
    var files = files((shop == null ? "" : shop) + "\n", (campaign == null ? "" : campaign) + "\n");
    var codes =
        RuleCheck.of(files, Outside.at(Instant.parse("2026-11-22T12:00:00Z"))).findings().stream()
            .map(finding -> finding.code())
            .filter(one -> one.startsWith("KF29"))
            .toList();

    assertThat(codes).isEqualTo(code.equals("none") ? List.of() : List.of(code));
  }

  private static SortedMap<String, String> files(String shop, String campaign) {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", SHOP + shop);
    files.put("placements.yaml", "- {id: home, channel: web, content: hi}\n");
    files.put("contents/hi.yaml", "headline: hi\n");
    files.put("metrics.yaml", "- {id: orders, kind: conversion, event: Order Completed}\n");
    files.put(
        "campaigns/sale.yaml",
        "style: automation\nplacements: [home]\ncontents: [hi]\npriority: 50\n" + campaign);
    files.put(
        "campaigns/sale.drl",
        """
        package limits;
        import io.knowfirst.rules.facts.*;
        rule "Sale" @campaign("sale") @owner("me")
        when
            Page(type == "home")
        then
            insert(new Offer("sale"));
        end
        """);
    return files;
  }
}
