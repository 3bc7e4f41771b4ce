package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.knowfirst.rules.base.Folders;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.FolderReading;
import io.knowfirst.rules.folder.RuleFolder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions that compile and mean something else than they read. */
class SilentMistakesTest {
  private static final Set<String> CODES = Set.of("KF141", "KF220", "KF221", "KF222", "KF223");
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        // a value that may be unknown
        "Place(city.toLowerCase() == \"leipzig\") # KF220 # Maybe city != null before it, or city!.toLowerCase, or city matches \"(?i)…\".",
        "Place(country == \"DE\", city.length > 3) # KF220 # city may be unknown",
        "Place(city.trim().length > 3) # KF220 # city.trim fails",
        "Place(city != null || city.length > 3) # KF220 # city may be unknown",
        "Page(search.contains(\"golf\")) # KF220 # search may be unknown",
        "Page(type.startsWith(search)) # KF220 # startsWith fails",
        "Bought(category == \"a\", brand.length > 3) # KF220 # brand may be unknown",
        "$p : Page(type == \"home\") Bought(category == \"a\", times > $p.search.length) # KF220 # $p.search may be unknown",
        "Page($s : search) Bought(category == \"a\", brand == $s.trim()) # KF220 # $s may be unknown",
        "Email(daysSinceClick + 1 <= 30) # KF220 # the calculation fails",
        "Bought(category == \"a\", 2 * price > 100) # KF220 # price may be unknown",
        "Bought(category == \"a\", visitor.daysSinceLastVisit - 1 > 3) # KF220 # visitor.daysSinceLastVisit may be unknown",
        "not Place(city.toLowerCase() == \"leipzig\") # KF220 # city may be unknown",
        "Place(city == \"x\") or Place(region.length > 3) # KF220 # region may be unknown",
        "accumulate(Bought(category == \"a\", brand.length > 3); $n : count(); $n > 1) # KF220 # brand may be unknown",
        // an order of texts
        "Trait(name == \"age\", value >= \"18\") # KF221 # Maybe number >= 18.",
        "Trait(name == \"age\", \"18\" <= value) # KF221 # Maybe number >= 18.",
        "Trait(name == \"born\", value < \"01.12.2000\") # KF221 # Maybe \"2000-12-01\".",
        "Bought(category == \"a\", size > \"38\") # KF221 # Maybe size in",
        "Place(city > \"L\") # KF221 # letter by letter",
        "Arrival(source <= \"m\") # KF221 # letter by letter",
        "Page($t : type) Browsing(category == \"a\", page > $t) # KF221 # letter by letter",
        "exists Trait(name == \"age\", value < \"18\") # KF221 # Maybe number < 18.",
        "Trait(name == \"age\", $v : value, $v >= \"18\") # KF221 # Maybe number >= 18.",
        "Trait(name == \"age\", $v : value, !(\"18\" > $v)) # KF221 # Maybe number < 18.",
        // dates that are none
        "Moment(date >= \"2026-02-30\") # KF141 # expected a date such as 2026-12-24.",
        "Moment(date >= \"2026-12\") # KF141 # expected a date such as 2026-12-24.",
        "Moment($d : date, $d >= \"1.12.2026\") # KF141 # Maybe \"2026-12-01\".",
        // categories and countries that never come so
        "Bought(category == \"Apparel > Trousers\") # KF141 # Maybe \"apparel.trousers\".",
        "Viewed(category == \"apparel/trousers\") # KF141 # Maybe \"apparel.trousers\".",
        "InCart(category in (\"shoes\", \"Shoes\")) # KF141 # Maybe \"shoes\".",
        "Browsing(category == \"shoes.\") # KF141 # Maybe \"shoes\".",
        "not Bought(category == \"Shoes & Boots\") # KF141 # Maybe \"shoes_boots\".",
        "Page(category == \"Sale\") # KF141 # Maybe \"sale\".",
        "Visit(favouriteCategory == \"Golf\") # KF141 # Maybe \"golf\".",
        "Place(country == \"UK\") # KF141 # Maybe \"GB\".",
        "Place(country in (\"DE\", \"XY\")) # KF141 # expected two capital letters such as DE.",
        "Moment(date >= \"01.12.2026\") # KF141 # Maybe \"2026-12-01\".",
        "Moment(date <= \"1.12.2026\") # KF141 # Maybe \"2026-12-01\".",
        "Moment(date < \"01-Dec-2026\") # KF141 # Maybe \"2026-12-01\".",
        "Moment(date > \"12/24/2026\") # KF141 # Maybe \"2026-12-24\".",
        "Moment(date >= \"12/1/2026\") # KF141 # expected a date such as 2026-12-24.",
        "Moment(date == \"2026-13-01\") # KF141 # expected a date",
        "Moment(date not in (\"24.12.2026\")) # KF141 # Maybe \"2026-12-24\".",
        "Moment(date == \"24.12.2026\") or Place(country == \"DE\") # KF141 # Maybe \"2026-12-24\".",
        "Moment(date >= \"20261201\") # KF141 # Maybe \"2026-12-01\".",
        "Moment(date matches \"24\\\\.12\\\\..*\") # KF141 # expected a date such as 2026-12-24.",
        "Moment(date str[startsWith] \"24.12.\") # KF141 # expected a date such as 2026-12-24.",
        // never, where there is no number for it
        "Email(daysSinceClick == -1) # KF141 # Maybe daysSinceClick == null",
        "Visitor(daysSinceLastVisit < 0) # KF141 # Maybe daysSinceLastVisit == null",
        "Email(visitor.daysSinceLastVisit == -1) # KF141 # Maybe visitor.daysSinceLastVisit == null",
        "Bought(category == \"a\", price == 0) # KF141 # Maybe price == null",
        "Viewed(category == \"a\", price < 0) # KF141 # Maybe price == null",
        // another of many
        "Member(segment != \"fans\") # KF222 # Maybe not Member(segment == \"fans\").",
        "Member(segment not in (\"fans\", \"golf\")) # KF222 # Maybe not Member(segment in (\"fans\", \"golf\")).",
        "Member(segment not matches \"f.*\") # KF222 # Maybe not Member(segment matches \"f.*\").",
        "Bought(category != \"a\") # KF222 # Maybe not Bought(category == \"a\").",
        "Viewed(category != \"a\", times > 3) # KF222 # Maybe not Viewed",
        "InCart(category != \"a\") # KF222 # Maybe not InCart",
        "Browsing(category != \"a\") # KF222 # Maybe not Browsing",
        "Did(event != \"Joined\") # KF222 # Maybe not Did",
        "Consent(purpose != \"marketing\") # KF222 # Maybe not Consent",
        "Bought(brand != \"acme\") # KF222 # Maybe not Bought(brand == \"acme\").",
        "ViewedProduct(product != \"p1\") # KF222 # Maybe not ViewedProduct",
        "Trait(name == \"interest\", value != \"golf\") # KF222 # Maybe not Trait(name == \"interest\", value == \"golf\").",
        "exists Member(segment != \"fans\") # KF222 # Maybe not Member",
        "Member(!(segment == \"fans\")) # KF222 # Maybe not Member(segment == \"fans\").",
        "Member(!(!(segment != \"fans\"))) # KF222 # Maybe not Member(segment == \"fans\").",
        "Member((segment == \"fans\") == false) # KF222 # Maybe not Member(segment == \"fans\").",
        "Member(true != (segment == \"fans\")) # KF222 # Maybe not Member(segment == \"fans\").",
        "Member(\"fans\" != segment) # KF222 # Maybe not Member(segment == \"fans\").",
        "Member($s : segment, $s != \"fans\") # KF222 # Maybe not Member($s == \"fans\").",
        "Member($s : segment != \"fans\") # KF222 # Maybe not Member(segment == \"fans\").",
        "Member(!(segment == \"fans\" || segment == \"golf\")) # KF222 # Maybe not Member(segment == \"fans\").",
        "Member(!(segment in (\"fans\", \"golf\"))) # KF222 # Maybe not Member(segment in (\"fans\", \"golf\")).",
        "Member(!(segment matches \"f.*\")) # KF222 # Maybe not Member(segment matches \"f.*\").",
        "Member(segment excludes \"f\") # KF222 # Maybe not Member(segment contains \"f\").",
        "Member(segment not contains \"f\") # KF222 # Maybe not Member(segment contains \"f\").",
        "Member(segment not str[startsWith] \"f\") # KF222 # Maybe not Member(segment str[startsWith] \"f\").",
        "Member(segment.toLowerCase() != \"fans\") # KF222 # Maybe not Member(segment.toLowerCase == \"fans\").",
        "Member(segment != (\"fa\" + \"ns\")) # KF222 # Maybe not Member(segment == \"fa\" + \"ns\").",
        "exists (Member(!(segment == \"fans\")) and Visitor(known == true)) # KF222 # Maybe not Member(segment == \"fans\").",
        "(Visitor(known == true) and Member(!(segment == \"fans\"))) or Page(type == \"home\") # KF222 # Maybe not Member",
        "Trait(name == \"interest\", !(value == \"golf\")) # KF222 # Maybe not Trait(name == \"interest\", value == \"golf\").",
        "Member(segment != \"fans\") or Visitor(known == true) # KF222 # Maybe not Member",
        // events that become other facts
        "Did(event == \"Order Completed\") # KF223 # Maybe Bought(category == \"…\") or Visitor(purchases >= 1).",
        "not Did(event == \"Order Completed\") # KF223 # Maybe Bought",
        "Did(event == \"order_completed\", times > 2) # KF223 # Order Completed becomes another fact",
        "Did(event in (\"Joined\", \"Product Viewed\")) # KF223 # Maybe Viewed",
        "Did(event == \"purchase\") # KF223 # Maybe Bought",
        "Did(event == \"login\") # KF223 # Maybe Did(event == \"Signed In\").",
        "Did($e : event, $e == \"Order Completed\") # KF223 # Maybe Bought",
        "Did(event == \"page\") # KF223 # Maybe Page",
      })
  void it_is_told_with_advice(String condition, String code, String words) {
    assertThat(advice(condition))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.message()).contains(words);
              assertThat(finding.file()).isEqualTo("campaigns/all.drl");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Place(city != null, city.toLowerCase() == \"leipzig\")",
        "Place(city != null && city.toLowerCase() == \"leipzig\")",
        "Place(city == null || city.length > 3)",
        "Place(city!.toLowerCase() == \"leipzig\")",
        "Place(city matches \"L.*\", city.length > 3)",
        "Place(city in (\"Leipzig\", \"Halle\"), city.length > 3)",
        "$p : Page(search != null) Bought(category == \"a\", times > $p.search.length)",
        "Page(search != null, $s : search) Bought(category == \"a\", brand == $s.trim())",
        "Page(type.startsWith(\"h\"), url == null)",
        "Email(daysSinceClick != null, daysSinceClick + 1 <= 30)",
        "Email(daysSinceClick <= 30)",
        "Email(daysSinceClick > -1)",
        "Bought(category == \"a\", price > 0)",
        "Bought(category == \"a\", brand == \"acme\")",
        "Bought(category == \"a\", brand != \"acme\")",
        "Bought(category == \"a\", visitor.visits != 3)",
        "$b : Bought(category == \"a\") Viewed(category == \"a\", brand != $b.brand)",
        "not Member(segment == \"fans\")",
        "not Member(segment != \"fans\")",
        "Place(city != \"Leipzig\")",
        "Device(os not in (\"ios\", \"android\"))",
        "Trait(name == \"age\", number >= 18)",
        "Trait(name == \"born\", value < \"2000-12-01\")",
        "Trait(name == \"age\", number != 18)",
        "Moment(date >= \"2026-12-01\", date <= \"2026-12-24\")",
        "Moment(date matches \"\\\\d{4}-12-24\")",
        "Moment(date str[startsWith] \"2026-12\")",
        "Did(event == \"Order Refunded\")",
        "Did(event == \"Joined\")",
      })
  void what_is_sound_raises_nothing(String condition) {
    assertThat(advice(condition)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "Trait(name == \"age\", value >= 18) # KF117 # Maybe number >= 18.",
        "Moment(date >= 20261201) # KF117 # Maybe \"2026-12-01\".",
        "Place(city == 4) # KF117 # Maybe \"4\".",
        "Email(daysSinceClick <= \"30\") # KF117 # a number without quotes",
        "Visitor(spent > 100) # KF116 # Maybe spent(90).",
        "Bought(category == \"a\", visitor.spent > 100) # KF116 # Maybe spent(90).",
        "Bought(category == \"a\", products > 2) # KF116 # Maybe products(90).",
        "Bought(category == \"a\", spent() > 2) # KF116 # Maybe spent(90).",
        "Bought(category == \"a\", daysAgo(30) > 2) # KF116 # Bought.daysAgo takes no days. Maybe daysAgo without brackets.",
        "Visitor(daysSinceFirstVisit(30) > 2) # KF116 # takes no days",
      })
  void a_mistaken_value_or_number_of_days_is_refused_with_what_to_write(
      String condition, String code, String words) {
    assertThat(Checked.of(folder(condition)).findings())
        .singleElement()
        .returns(code, Finding::code)
        .satisfies(finding -> assertThat(finding.message()).contains(words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{kind: conversion, event: order completed} # Maybe \"Order Completed\"",
        "{kind: conversion, event: OrderCompleted} # Maybe \"Order Completed\"",
        "{kind: count, event: joined} # Maybe \"Joined\"",
        "{kind: sum, event: Order Completed, property: properties.revenue} # Maybe \"revenue\".",
        "{kind: sum, event: Order Completed, property: Revenue} # Maybe \"revenue\".",
        "{kind: sum, event: Order Completed, property: products.price} # Maybe items.value",
        "{kind: sum, event: Order Completed, property: items.quantitys} # Maybe items.quantity",
        "{kind: ratio, event: Joined, per: {event: product viewed}} # Maybe \"Product Viewed\"",
        "{kind: conversion, event: purchase} # kept as \"Order Completed\"",
        "{kind: count, event: add_to_cart} # Maybe \"Product Added\"",
        "{kind: conversion, event: page} # page is no track event",
        "{kind: conversion, event: exposure} # exposure is no track event",
        "{kind: sum, event: Order Completed, property: currency} # is a text, expected a number",
        "{kind: sum, event: Order Completed, property: order_id} # is a text, expected a number",
        "{kind: conversion, event: Identify} # Identify is no track event",
      })
  void a_metric_that_never_counts_is_told(String metric, String words) {
    assertThat(metrics(metric))
        .singleElement()
        .returns("KF224", Finding::code)
        .returns("metrics.yaml", Finding::file)
        .returns(2, Finding::line)
        .satisfies(finding -> assertThat(finding.message()).contains(words));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: conversion, event: Order Completed}",
        "{kind: conversion, event: Tee Time Booked}",
        "{kind: sum, event: Order Completed, property: items.value}",
        "{kind: sum, event: Order Completed, property: revenue}",
        "{kind: sum, event: Order Completed, property: contributionMargin}",
      })
  void a_metric_that_may_count_raises_nothing(String metric) {
    assertThat(metrics(metric)).isEmpty();
  }

  @Test
  void an_audience_and_the_goal_of_an_experiment_are_held_to_the_same() {
    var experiment =
        """
        placement: home
        running: true
        mode: bandit
        goal: order completed
        audience: 'Member(segment != "fans") Moment(date >= "01.12.2026") Place(city.length > 3)'
        variations:
          - {id: a, content: banner, weight: 5000}
          - {id: b, content: other, weight: 5000}
        """;
    assertThat(
            advice(Map.of("experiments/test.yaml", experiment)).stream()
                .filter(finding -> finding.file().equals("experiments/test.yaml"))
                .toList())
        .extracting(Finding::code)
        .containsExactlyInAnyOrder("KF222", "KF141", "KF220", "KF224");
  }

  @Test
  void a_table_and_its_cells_are_held_to_the_same() {
    var table =
        """
        rule,campaign,owner,Moment(date >=),Trait(name ==),Trait(value >=)
        Advent,sale,crm,01.12.2026,,
        Adults,sale,crm,,age,18
        """;
    assertThat(
            advice(Map.of("campaigns/table.csv", table)).stream()
                .filter(finding -> CODES.contains(finding.code())))
        .extracting(Finding::code, Finding::line)
        .containsExactlyInAnyOrder(tuple("KF141", 2), tuple("KF221", 3));
  }

  private static List<Finding> advice(String condition) {
    return Checked.advice(folder(condition), new TreeMap<>(), Outside.at(NOW)).stream()
        .filter(finding -> CODES.contains(finding.code()))
        .toList();
  }

  private static RuleFolder folder(String condition) {
    return Folders.of(
        Folders.segment("Fans", "Did(event == \"Joined\")", "fans"),
        Folders.campaign("Sale", condition, "sale"),
        "sale");
  }

  private static List<Finding> metrics(String metric) {
    var all =
        """
        - {id: known, kind: conversion, event: Order Completed}
        - {id: m, %s
        """
            .formatted(metric.substring(1));
    return advice(Map.of("metrics.yaml", all)).stream()
        .filter(finding -> finding.code().equals("KF224"))
        .toList();
  }

  private static List<Finding> advice(Map<String, String> more) {
    var files =
        new TreeMap<>(
            Map.of(
                "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\nholdout: 0\n",
                "placements.yaml", "- {id: home, channel: web, content: other}\n",
                "metrics.yaml", "- {id: c, kind: conversion, event: Order Completed}\n",
                "contents/banner.yaml", "headline: Sale\n",
                "contents/other.yaml", "headline: Welcome\n",
                "campaigns/sale.yaml",
                    "style: automation\nplacements: [home]\ncontents: [banner]\npriority: 50\n",
                "segments/fans.drl",
                    Folders.HEAD + Folders.segment("Fans", "Did(event == \"Joined\")", "fans")));
    files.putAll(more);
    var reading = FolderReading.of(files);
    assertThat(reading.findings()).isEmpty();
    return Checked.advice(reading.folder(), files, Outside.at(NOW));
  }
}
