package io.knowfirst.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.check.Vocabulary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What rules may ask about a visitor, type by type, as tables in the reader's words. */
final class VisitorKnowledge {
  private static final List<String> ORDER =
      List.of(
          "Interest",
          "InCart",
          "Value",
          "Bought",
          "Viewed",
          "ViewedProduct",
          "Searched",
          "Did",
          "Email",
          "InCampaign",
          "Shown",
          "Clicked",
          "Converted",
          "Responded",
          "PreferredChannel",
          "Habit",
          "Occasion",
          "Arrival",
          "Visit");

  private static final String CATEGORY = "category";
  private static final List<String> KINDS = List.of(CATEGORY, "brand", "colour", "size", "price");
  private static final Set<String> OPEN = Set.of("Interest", "InCart", "Value");

  /** What other parts of the page show. */
  private static final Set<String> ELSEWHERE = Set.of("Visitor", "Trait", "Consent");

  private final Frame frame;
  private final FactWords words;

  private VisitorKnowledge(Frame frame) {
    this.frame = frame;
    this.words = new FactWords(frame.texts());
  }

  /**
   * Facts of a type.
   *
   * @param open whether they are shown at once
   * @param name what the rows are named by; empty where there is one fact, without a name
   * @param columns names of the other values
   */
  record Topic(String title, boolean open, String name, List<String> columns, List<Row> rows) {}

  /**
   * A fact.
   *
   * @param cells a value for each column, empty where the fact has none
   * @param since when it was last known to be so; empty where nothing says so
   * @param origin what said so
   */
  record Row(String name, List<String> cells, String since, String origin) {}

  /**
   * What rules do not see.
   *
   * @param facts types, each with how many
   */
  record Kept(String why, String facts) {}

  static List<Topic> topics(Frame frame, JsonNode summary) {
    var byType = new TreeMap<String, List<JsonNode>>(VisitorKnowledge::compare);
    for (var fact : summary.path("facts")) {
      byType.computeIfAbsent(fact.path("fact").asText(), type -> new ArrayList<>()).add(fact);
    }
    byType.keySet().removeAll(ELSEWHERE);
    var knowledge = new VisitorKnowledge(frame);
    return byType.entrySet().stream()
        .map(type -> knowledge.topic(type.getKey(), type.getValue()))
        .toList();
  }

  static List<Kept> withheld(Frame frame, JsonNode summary) {
    var words = new FactWords(frame.texts());
    return summary
        .path("withheld")
        .valueStream()
        .map(
            one ->
                new Kept(
                    frame.t(
                        "visitors.withheld." + one.path("consent").asText(),
                        words.purpose(one.path("purpose").asText())),
                    String.join(
                        ", ",
                        one.path("facts")
                            .propertyStream()
                            .sorted((a, b) -> compare(a.getKey(), b.getKey()))
                            .map(type -> words.type(type.getKey()) + " (" + type.getValue() + ")")
                            .toList())))
        .toList();
  }

  private static int compare(String type, String other) {
    return Comparator.comparingInt(VisitorKnowledge::place)
        .thenComparing(Comparator.<String>naturalOrder())
        .compare(type, other);
  }

  private static int place(String type) {
    int place = ORDER.indexOf(type);
    return place < 0 ? ORDER.size() : place;
  }

  private Topic topic(String type, List<JsonNode> facts) {
    var fact = Vocabulary.types().get(type);
    var key = fact == null ? null : Vocabulary.key(fact);
    if (type.equals("ViewedProduct")) {
      key = "product";
    }
    if (type.equals("Interest")) {
      key = "value";
    }
    var columns = new LinkedHashSet<String>();
    facts.forEach(one -> one.path("values").fieldNames().forEachRemaining(columns::add));
    if (key != null) {
      columns.remove(key);
    }
    var rows = new ArrayList<Row>();
    for (var one : sorted(type, facts)) {
      rows.add(row(type, key == null ? "" : key, columns, one));
    }
    return new Topic(
        words.type(type),
        OPEN.contains(type),
        key == null ? "" : words.name(type, key),
        columns.stream().map(name -> words.name(type, name)).toList(),
        rows);
  }

  /** Interests by kind, depth of the category and rank, all else the latest first. */
  private static List<JsonNode> sorted(String type, List<JsonNode> facts) {
    Comparator<JsonNode> order =
        type.equals("Interest")
            ? Comparator.<JsonNode>comparingInt(fact -> KINDS.indexOf(text(fact, "kind")))
                .thenComparing(fact -> text(fact, "kind"))
                .thenComparing(VisitorKnowledge::depth)
                .thenComparing(fact -> fact.at("/values/rank").asInt())
                .thenComparing(fact -> text(fact, "value"))
            : Comparator.comparingLong(fact -> fact.path("ageSeconds").asLong());
    return facts.stream().sorted(order).toList();
  }

  private static String text(JsonNode fact, String name) {
    return fact.path("values").path(name).asText();
  }

  /** Of a category how many it is below; 0 for all else. */
  private static long depth(JsonNode interest) {
    return text(interest, "kind").equals(CATEGORY)
        ? text(interest, "value").chars().filter(c -> c == '.').count()
        : 0;
  }

  private Row row(String type, String key, Set<String> columns, JsonNode fact) {
    var values = fact.path("values");
    var cells = new ArrayList<String>(columns.size());
    for (var column : columns) {
      cells.add(values.has(column) ? words.value(type, column, values.path(column)) : "");
    }
    var origins = fact.path("origins");
    var newest = origins.path(0);
    boolean dated = newest.hasNonNull("at");
    return new Row(
        key.isEmpty() ? "" : words.value(type, key, values.path(key)),
        cells,
        dated ? frame.time(Instant.parse(newest.path("at").asText())) : "",
        dated ? words.age(fact.path("ageSeconds").asLong()) + words.origin(origins) : "");
  }
}
