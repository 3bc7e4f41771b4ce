package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a replay counted. */
final class ImportCounts {
  private static final int KEPT = 20;

  private final List<Line.Bad> rejected = new ArrayList<>();
  private final Map<String, Map<String, Long>> outcomes = new TreeMap<>();
  private final Map<String, Long> campaigns = new TreeMap<>();
  private final Map<String, Long> segments = new TreeMap<>();
  private long[] micros = new long[1024];
  private int decisions;
  private long sent;
  private long accepted;
  private long duplicates;
  private long withheld;
  private long rejectedInFile;
  private long rejectedByServer;
  private long consents;
  private long visitors;

  void visitor() {
    visitors++;
  }

  void consent() {
    consents++;
  }

  void sent(boolean duplicate, boolean notStored) {
    sent++;
    if (notStored) {
      withheld++;
    } else if (duplicate) {
      duplicates++;
    } else {
      accepted++;
    }
  }

  void rejectedInFile(Line.Bad line) {
    rejectedInFile++;
    keep(line);
  }

  void rejectedByServer(Line.Bad line) {
    sent++;
    rejectedByServer++;
    keep(line);
  }

  /**
   * A decision's answer.
   *
   * @param nanos from sending to the whole answer
   */
  void decided(JsonNode answer, long nanos) {
    if (decisions == micros.length) {
      micros = Arrays.copyOf(micros, decisions * 2);
    }
    micros[decisions++] = nanos / 1_000;
    var placed = answer.path("decisions");
    for (var one : placed) {
      outcomes
          .computeIfAbsent(one.path("placement").asText(), p -> new TreeMap<>())
          .merge(one.path("outcome").asText(), 1L, Long::sum);
      if (one.hasNonNull("campaign")) {
        campaigns.merge(one.path("campaign").asText(), 1L, Long::sum);
      }
    }
    for (var segment : placed.path(0).path("reason").path("segments")) {
      segments.merge(segment.asText(), 1L, Long::sum);
    }
  }

  /** In milliseconds, the latency that this share (0 to 1) of the decisions did not exceed. */
  double percentile(double share) {
    if (decisions == 0) {
      return 0;
    }
    var sorted = Arrays.copyOf(micros, decisions);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * decisions) - 1] / 1_000.0;
  }

  long sent() {
    return sent;
  }

  long accepted() {
    return accepted;
  }

  long withheld() {
    return withheld;
  }

  long duplicates() {
    return duplicates;
  }

  long rejectedInFile() {
    return rejectedInFile;
  }

  long rejectedByServer() {
    return rejectedByServer;
  }

  long consents() {
    return consents;
  }

  long visitors() {
    return visitors;
  }

  int decisions() {
    return decisions;
  }

  /** The first of them. */
  List<Line.Bad> rejected() {
    return rejected;
  }

  /** Counts by placement and outcome. */
  Map<String, Map<String, Long>> outcomes() {
    return outcomes;
  }

  /** How often each campaign won a placement. */
  Map<String, Long> campaigns() {
    return campaigns;
  }

  /** In how many decisions the visitor was in each segment. */
  Map<String, Long> segments() {
    return segments;
  }

  private void keep(Line.Bad line) {
    if (rejected.size() < KEPT) {
      rejected.add(line);
    }
  }
}
