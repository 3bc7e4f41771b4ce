package io.knowfirst.server.cli.imports;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table at the end of an import of events. */
final class ImportTable {
  private static final List<String> OUTCOMES = List.of("known", "tested", "default");

  private ImportTable() {}

  static void print(
      PrintWriter out,
      @Nullable ProductUpload products,
      ImportCounts tally,
      List<String> purposes) {
    out.println();
    if (products != null) {
      row(out, "products", products.stored(), "%,d new or changed".formatted(products.changed()));
      out.println();
    }
    row(out, "events sent", tally.sent(), "");
    row(out, "  accepted", tally.accepted(), "");
    row(out, "  duplicate", tally.duplicates(), "");
    if (tally.withheld() > 0) {
      row(
          out,
          "  not stored",
          tally.withheld(),
          "the visitor has granted no purpose (shop.yaml: consent)");
    }
    row(out, "  rejected", tally.rejectedByServer(), "by the server");
    row(out, "lines rejected", tally.rejectedInFile(), "no events");
    for (var line : tally.rejected()) {
      out.printf("    line %d: %s%n", line.number(), line.reason());
    }
    var consent =
        purposes.isEmpty() ? "without consent" : "consent assumed: " + String.join(", ", purposes);
    row(out, "visitors", tally.visitors(), consent);
    out.println();
    row(out, "decisions", tally.decisions(), "requests");
    tally.outcomes().forEach((placement, counts) -> placement(out, placement, counts));
    shares(out, "by campaign", tally.campaigns());
    shares(out, "by segment of the visitor", tally.segments());
    if (tally.decisions() > 0) {
      out.printf(
          "%nlatency of a decision   p50 %.1f ms   p95 %.1f ms   p99 %.1f ms%n",
          tally.percentile(0.5), tally.percentile(0.95), tally.percentile(0.99));
    }
    out.flush();
  }

  private static void placement(PrintWriter out, String placement, Map<String, Long> counts) {
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    out.printf("  %-22s", placement);
    for (var outcome : OUTCOMES) {
      long count = counts.getOrDefault(outcome, 0L);
      out.printf("  %s %,d (%.1f %%)", outcome, count, 100.0 * count / all);
    }
    out.println();
  }

  private static void shares(PrintWriter out, String title, Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return;
    }
    out.println();
    out.println(title);
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> row(out, "  " + entry.getKey(), entry.getValue(), ""));
  }

  static void row(PrintWriter out, String what, long count, String more) {
    out.printf("%-32s %,9d%s%n", what, count, more.isEmpty() ? "" : "   " + more);
  }
}
