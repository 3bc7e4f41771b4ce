package io.knowfirst.benchmarks.load;

import io.knowfirst.benchmarks.load.Wrk.Measured;
import io.knowfirst.benchmarks.rules.GeneratedRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * Drives a server with N segment and N campaign rules and its bare twin in turn, then saves edits
 * of one file in the server's watched folder while callers go on, and prints how long each edit
 * took to be live and what callers saw meanwhile. Arguments: the server's jar, a directory to keep
 * its data in, N, seconds a round, rounds, edits, decisions a second meanwhile; then settings of
 * the server's JVM.
 */
public final class RuleLoad {
  private static final int VISITORS = 10_000;
  private static final int EVENTS_EACH = 50;
  private static final int USUAL_SECONDS = 30;
  private static final long BETWEEN_EDITS_MS = 2_000;
  private static final long LOOK_EACH_MS = 20;
  private static final int ARGUMENTS = 7;
  private static final Pattern RULESET = Pattern.compile("\"ruleset\":\"([^\"]+)\"");
  private static final String BODY =
      """
      {"visitor":{"id":"VISITOR"},"channel":"web","placements":["place3"],
      "context":{"page":{"type":"home","url":"/"},"device":{"type":"mobile"}}}"""
          .replace("\n", "");

  private final Path data;
  private final SortedMap<String, String> files;
  private final Path folder;

  private RuleLoad(Path data, int rules) {
    this.data = data;
    this.files = GeneratedRules.of(rules);
    this.folder = data.resolve("rules");
  }

  public static void main(String[] args) throws Exception {
    if (args.length < ARGUMENTS) {
      System.err.println(
          "Arguments: JAR DATA RULES SECONDS ROUNDS EDITS RATE, for example"
              + " server/target/knowfirst.jar benchmarks/target/ruleload 1000 10 3 10 500");
      System.exit(2);
    }
    int rules = Integer.parseInt(args[2]);
    var load = new RuleLoad(Path.of(args[1]), rules);
    load.write();
    var settings = List.of(args).subList(ARGUMENTS, args.length);
    var options = List.of("--rules", load.folder.toString());
    try (var server = Served.start(Path.of(args[0]), load.data, settings, options)) {
      var population =
          new Population(Served.address(), server.key(), new RuleFollowers(rules, Instant.now()));
      population.fill(VISITORS, EVENTS_EACH);
      var answer = population.askAll(VISITORS, BODY);
      System.out.printf(
          "N = %,d; request %d bytes, answer %d bytes%n", rules, BODY.length(), answer.length());
      int seconds = Integer.parseInt(args[3]);
      int rounds = Integer.parseInt(args[4]);
      var contest = new Contest(server, load.data, BODY, VISITORS, seconds, rounds);
      if (rounds > 0) {
        contest.run(answer);
      }
      int edits = Integer.parseInt(args[5]);
      if (edits > 0) {
        load.edit(contest, population, edits, Double.parseDouble(args[6]));
      }
    }
  }

  private void write() throws IOException {
    for (var file : files.entrySet()) {
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private void edit(Contest contest, Population population, int edits, double rate)
      throws IOException, InterruptedException {
    contest.paced(rate, USUAL_SECONDS);
    var usual = contest.paced(rate, USUAL_SECONDS);
    System.out.printf("%nusual, at %.0f decisions/s: %s%n", usual.rate(), latencies(usual));
    var took = new double[edits];
    var editing =
        CompletableFuture.runAsync(
            () -> {
              for (int edit = 0; edit < edits; edit++) {
                took[edit] = live(population, edit + 1);
              }
            });
    while (!editing.isDone()) {
      var during = contest.paced(rate, USUAL_SECONDS);
      System.out.printf(
          "while editing, at %.0f decisions/s: %s; p99.9 over the usual %.2f%n",
          during.rate(), latencies(during), during.p999() / usual.p999());
    }
    editing.join();
    System.out.printf("first edit live after %.2f s%n", took[0]);
    Arrays.sort(took);
    System.out.printf(
        "edits live, median of %d: %.2f s; slowest %.2f s%n",
        edits, took[edits / 2], took[edits - 1]);
  }

  private static String latencies(Measured measured) {
    return "p50 %.2f, p99 %.2f, p99.9 %.2f, slowest %.2f ms, %d no success"
        .formatted(
            measured.p50(), measured.p99(), measured.p999(), measured.slowest(), measured.errors());
  }

  /** Seconds from saving a file until decisions are made by it. */
  private double live(Population population, int edit) {
    try {
      var before = ruleset(population);
      long began = System.nanoTime();
      var name = "segments/s0.drl";
      Files.writeString(folder.resolve(name), GeneratedRules.edited(files, edit).get(name));
      while (ruleset(population).equals(before)) {
        Thread.sleep(LOOK_EACH_MS);
      }
      double took = (System.nanoTime() - began) / 1e9;
      Thread.sleep(BETWEEN_EDITS_MS);
      return took;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ruleset(Population population) throws IOException, InterruptedException {
    var found = RULESET.matcher(population.decide(BODY.replace("VISITOR", "load-1")));
    return found.find() ? found.group(1) : "";
  }
}
