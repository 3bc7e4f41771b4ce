package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Locale;

/** A replay's report as a rule author reads it. */
final class ReplayText {
  private static final int MOST_CHANGES = 20;

  private ReplayText() {}

  static void print(JsonNode report, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%d of %d decisions recorded since %s, replayed in %.1f s%n%n",
        report.at("/proof/decisions").asLong(),
        report.path("recorded").asLong(),
        report.path("from").asText(),
        report.path("seconds").asDouble());
    proof(report.path("proof"), out);
    out.printf("%nDifference: %s%n", report.path("summary").asText());
    for (var at : report.path("placements")) {
      if (at.path("changed").asLong() > 0) {
        out.printf(
            "  %-40s %d of %d%n",
            "placement " + at.path("placement").asText(),
            at.path("changed").asLong(),
            at.path("decisions").asLong());
      }
    }
    counts("campaign", report.path("campaigns"), out);
    counts("segment", report.path("segments"), out);
    changes(report.path("changes"), out);
  }

  private static void proof(JsonNode proof, PrintWriter out) {
    out.printf(
        "Proof: %d of %d came out the same again with the rules that had decided them (products compared: %d)%n",
        proof.path("equal").asLong(),
        proof.path("decisions").asLong(),
        proof.path("productsCompared").asLong());
    for (var unequal : proof.path("unequal")) {
      out.printf(
          "  %d not: %s, for example %s%n",
          unequal.path("decisions").asLong(),
          unequal.path("meaning").asText(),
          joined(unequal.path("examples")));
    }
  }

  private static void counts(String name, JsonNode rows, PrintWriter out) {
    for (var row : rows) {
      if (row.path("gained").asLong() + row.path("lost").asLong() > 0) {
        out.printf(
            "  %-40s %d -> %d (+%d -%d)%n",
            name + " " + row.path(name).asText(),
            row.path("before").asLong(),
            row.path("after").asLong(),
            row.path("gained").asLong(),
            row.path("lost").asLong());
      }
    }
  }

  private static void changes(JsonNode changes, PrintWriter out) {
    int shown = 0;
    for (var change : changes) {
      if (shown++ == MOST_CHANGES) {
        out.printf("%n… and %d more kinds of change, see --json%n", changes.size() - MOST_CHANGES);
        return;
      }
      out.printf(
          "%n%d times at %s: %s -> %s%n  %s%n  for example %s%n",
          change.path("decisions").asLong(),
          change.path("placement").asText(),
          change.path("before").asText(),
          change.path("after").asText(),
          change.path("reason").asText(),
          joined(change.path("examples")));
    }
  }

  private static String joined(JsonNode texts) {
    var all = new ArrayList<String>();
    texts.forEach(text -> all.add(text.asText()));
    return String.join(", ", all);
  }
}
