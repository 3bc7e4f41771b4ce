package io.knowfirst.benchmarks.load;

import com.sun.net.httpserver.HttpServer;
import io.knowfirst.benchmarks.load.Wrk.Measured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What traces cost: drives a server that traces nothing and one that samples a hundredth of its
 * requests in turn, each started anew on the same data and warmed, and prints the ratios.
 * Arguments: the server's jar, a directory to keep its data in (filled at the first run), visitors,
 * events each, visitors asked for, seconds a measurement, rounds; then settings of the server's
 * JVM.
 */
public final class TraceLoad {
  private static final String BODY =
      "{\"visitor\":{\"id\":\"VISITOR\"},\"channel\":\"web\",\"placements\":[\"home-hero\",\"recommendations\"]}";
  private static final int ARGUMENTS = 7;
  private static final int CONNECTIONS = 32;
  private static final int EACH = 3;

  private final Path jar;
  private final Path data;
  private final List<String> settings;
  private final int[] numbers;

  private TraceLoad(Path jar, Path data, List<String> settings, int[] numbers) {
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
    new TraceLoad(Path.of(args[0]), Path.of(args[1]), settings, numbers.toArray()).run();
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException {
    var received = new AtomicLong();
    var collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          received.addAndGet(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.setExecutor(Executors.newSingleThreadExecutor());
    collector.start();
    var traced =
        List.of(
            "--otlp-endpoint",
            "http://127.0.0.1:" + collector.getAddress().getPort(),
            "--trace-share",
            "0.01");
    var with = new ArrayList<Measured>();
    var without = new ArrayList<Measured>();
    for (int round = 0; round < numbers[4]; round++) {
      measure("off", List.of(), without);
      measure("1 %", traced, with);
    }
    System.out.printf(
        "%n| medians of %d times %d measurements of %d s, %,d KB of spans | 1 %% | off | ratio |%n",
        numbers[4], EACH, numbers[3], received.get() / 1_000);
    System.out.println("|---|---|---|---|");
    Contest.row("processor time a request, µs", with, without, Measured::cpu);
    Contest.row("decisions/s", with, without, Measured::rate);
    Contest.row("p99 at full load, ms", with, without, Measured::p99);
    Contest.row("answers that were no success", with, without, Measured::errors);
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
