package io.knowfirst.benchmarks.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Rules as people write them, each of N segments in the same shape; a campaign for each segment.
 */
final class RuleShapes {
  private static final int A_FILE = 20;
  static final String MIX = "a mix of all";

  private RuleShapes() {}

  /** What a segment asks for, by number, for each shape by name. */
  static Map<String, IntFunction<String>> all() {
    var all = new LinkedHashMap<String, IntFunction<String>>();
    all.put("viewed", i -> viewed(i, ", daysAgo <= 7"));
    all.put(
        "bound and compared",
        i ->
            "Bought(category == \"%s\", $d : daysAgo) Viewed(category == \"%s\", daysAgo < $d)"
                .formatted(category(i), category(i + 1)));
    all.put(
        "price range, spent",
        i ->
            "Bought(category == \"%s\", price > 5, price < %d, spent(90) > 9)"
                .formatted(category(i), 20 + i % 10));
    all.put("device and viewed", i -> "Device(type == \"mobile\", os == \"ios\") " + viewed(i, ""));
    all.put(
        "viewed, not bought",
        i ->
            viewed(i, ", daysAgo <= 7") + " not Bought(category == \"%s\")".formatted(category(i)));
    all.put(
        "viewed or bought",
        i -> "(%s or Bought(category == \"%s\"))".formatted(viewed(i, ""), category(i)));
    all.put(
        "hours and device",
        i ->
            "Moment(weekday == %d, hour >= %d, hour < %d) Device(type == \"mobile\")"
                .formatted(1 + i % 7, i % 12, i % 12 + 2));
    all.put(
        "in",
        i ->
            "Viewed(category in (\"%s\", \"%s\", \"%s\"), daysAgo <= 7)"
                .formatted(category(i), category(i + 1), category(i + 2)));
    all.put(
        "sum",
        i ->
            "accumulate(Viewed(category == \"%s\", $n : times(7)); $sum : sum($n); $sum >= 2)"
                .formatted(category(i)));
    all.put("weekend and viewed", i -> "Moment(weekend == true) " + viewed(i, ""));
    all.put(
        "exists and viewed",
        i ->
            "exists Bought(category == \"%s\", daysAgo <= 30) ".formatted(category(i))
                + viewed(i + 1, ""));
    all.put("city and viewed", i -> "Place(city == \"city%d\") ".formatted(i % 50) + viewed(i, ""));
    all.put(
        "trait and viewed",
        i -> "Trait(name == \"household\", value == \"v%d\") ".formatted(i % 20) + viewed(i, ""));
    all.put(
        "visitor and bought",
        i ->
            "$v : Visitor(visits(30) >= 3, spent(90) > 20) Bought(category == \"%s\")"
                .formatted(category(i)));
    all.put(
        "visitor alone",
        i -> "Visitor(visits(30) >= %d, spent(7) >= %d)".formatted(3 + i % 3, 20 + i));
    all.put("searched", i -> "Searched(term == \"term%d\")".formatted(i));
    all.put("in cart", i -> "InCart(category == \"%s\", pieces >= 1)".formatted(category(i)));
    all.put(
        "age and viewed",
        i -> "Trait(name == \"age\", number >= %d) ".formatted(20 + i % 30) + viewed(i, ""));
    return all;
  }

  /** All of them in turn. */
  static IntFunction<String> mix() {
    var each = List.copyOf(all().values());
    return i -> each.get(i % each.size()).apply(i);
  }

  private static String viewed(int i, String more) {
    return "Viewed(category == \"%s\"%s)".formatted(category(i), more);
  }

  static String category(int i) {
    return "a%d.b%d.c%d".formatted(i % 20, i / 20 % 20, i);
  }

  /** A folder of N segments and N campaigns. */
  static SortedMap<String, String> folder(IntFunction<String> shape, int n) {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n");
    files.put("placements.yaml", "- {id: home, channel: web, content: banner}\n");
    files.put("contents/banner.yaml", "headline: Hello\n");
    for (int from = 0; from < n; from += A_FILE) {
      var segments = new StringBuilder(head("segments", from));
      var campaigns = new StringBuilder(head("campaigns", from));
      for (int i = from; i < Math.min(n, from + A_FILE); i++) {
        segments.append(
            """
            rule "Segment %1$d" @kind("behavioural") when %2$s then insert(new Member("s%1$d")); end
            """
                .formatted(i, shape.apply(i)));
        campaigns.append(
            """
            rule "Campaign %1$d" @campaign("c%1$d") when Member(segment == "s%1$d") then insert(new Offer("c%1$d")); end
            """
                .formatted(i));
        files.put(
            "campaigns/c%d.yaml".formatted(i),
            "style: automation\nplacements: [home]\ncontents: [banner]\npriority: 5\n");
      }
      files.put("segments/f%d.drl".formatted(from), segments.toString());
      files.put("campaigns/f%d.drl".formatted(from), campaigns.toString());
    }
    return files;
  }

  private static String head(String concern, int from) {
    return "package shop.%s.f%d;\nimport io.knowfirst.rules.facts.*;\n".formatted(concern, from);
  }
}
