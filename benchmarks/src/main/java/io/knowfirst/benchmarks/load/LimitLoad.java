package io.knowfirst.benchmarks.load;

import io.knowfirst.benchmarks.load.Wrk.Measured;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What limits cost: drives a server with the example shop and one with the same shop where caps
 * over all campaigns, hours of every campaign, a group and a budget are in force, in turn, each
 * started anew on the same data and warmed, and prints the ratios. Arguments: the server's jar, a
 * directory to keep its data in (filled at the first run), visitors, events each, visitors asked
 * for, seconds a measurement, rounds; then settings of the server's JVM. As nothing is confirmed,
 * ask for many visitors: what is taken of a visitor's caps is held for five minutes.
 */
public final class LimitLoad {
  private static final String BODY =
      "{\"visitor\":{\"id\":\"VISITOR\"},\"channel\":\"web\",\"placements\":[\"home-hero\",\"recommendations\"]}";
  private static final int ARGUMENTS = 7;
  private static final int CONNECTIONS = 32;
  private static final int EACH = 3;

  private final Path jar;
  private final Path data;
  private final List<String> settings;
  private final int[] numbers;

  private LimitLoad(Path jar, Path data, List<String> settings, int[] numbers) {
    this.jar = jar;
    this.data = data;
    this.settings = settings;
    this.numbers = numbers;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < ARGUMENTS) {
      System.err.println(
          "Arguments: JAR DATA VISITORS EVENTS ASKED SECONDS ROUNDS, for example"
              + " server/target/knowfirst.jar benchmarks/target/load 100000 50 10000 10 3 -Xmx3g");
      System.exit(2);
    }
    var numbers = List.of(args).subList(2, ARGUMENTS).stream().mapToInt(Integer::parseInt);
    var settings = List.of(args).subList(ARGUMENTS, args.length);
    new LimitLoad(Path.of(args[0]), Path.of(args[1]), settings, numbers.toArray()).run();
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException {
    var limited = List.of("--rules", limited(data.resolve("limited")).toString(), "--no-watch");
    var plain = List.of("--rules", plain(data.resolve("plain")).toString(), "--no-watch");
    var with = new ArrayList<Measured>();
    var without = new ArrayList<Measured>();
    for (int round = 0; round < numbers[4]; round++) {
      measure("plain", plain, without);
      measure("limited", limited, with);
    }
    System.out.printf(
        "%n| medians of %d times %d measurements of %d s | limited | plain | ratio |%n",
        numbers[4], EACH, numbers[3]);
    System.out.println("|---|---|---|---|");
    Contest.row("processor time a request, µs", with, without, Measured::cpu);
    Contest.row("decisions/s", with, without, Measured::rate);
    Contest.row("p99 at full load, ms", with, without, Measured::p99);
    Contest.row("answers that were no success", with, without, Measured::errors);
  }

  private static Path plain(Path folder) throws IOException {
    return written(folder, new TreeMap<>(RuleFolder.exampleFiles()));
  }

  private static Path limited(Path folder) throws IOException {
    var files = new TreeMap<>(RuleFolder.exampleFiles());
    files.computeIfPresent(
        "shop.yaml",
        (name, text) ->
            text
                + "caps: [{times: 900, per: day}, {times: 950, per: week, channel: web}]\n"
                + "groups: {everyday: 30}\n");
    files.replaceAll(
        (name, text) ->
            name.startsWith("campaigns/") && name.endsWith(".yaml")
                ? text.replaceAll("(?m)^( *)(- )?(priority: .*)$", "$1$2$3\n$1hours: mon-sun")
                : text);
    files.computeIfPresent(
        "campaigns/trousers.yaml",
        (name, text) ->
            text.replaceFirst(
                "hours: mon-sun",
                "hours: mon-sun\n  group: everyday\n  budget: {exposures: 900000000}"));
    return written(folder, files);
  }

  private static Path written(Path folder, SortedMap<String, String> files) throws IOException {
    RuleFolder.of(files);
    for (var file : files.entrySet()) {
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder;
  }

  private void measure(String name, List<String> options, List<Measured> measured)
      throws IOException, InterruptedException {
    try (var server = Served.start(jar, data, settings, options)) {
      var population = new Population(Served.address(), server.key(), new Shoppers(Instant.now()));
      population.fillOnce(data, numbers[0], numbers[1]);
      population.askAll(numbers[2], BODY);
      var wrk = Wrk.of(data, server.key(), BODY, numbers[2], 0, numbers[3]);
      Contest.Driven driven = () -> wrk.drive(Served.decisions(), server.process(), CONNECTIONS);
      Contest.warm(name, driven);
      for (int i = 0; i < EACH; i++) {
        measured.add(driven.round());
      }
    }
  }
}
