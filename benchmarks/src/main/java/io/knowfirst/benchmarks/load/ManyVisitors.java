package io.knowfirst.benchmarks.load;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * More visitors than fit into a small heap: profiles give way, the server lives. Each visitor's
 * events are sent, and a decision asked for, which brings the profile into memory. Arguments: the
 * server's jar, a directory for its data, visitors, events of each, the heap.
 */
public final class ManyVisitors {
  private static final int STEP = 10_000;
  private static final String BODY =
      "{\"visitor\":{\"id\":\"VISITOR\"},\"channel\":\"web\",\"placements\":[\"home-hero\"]}";

  private ManyVisitors() {}

  public static void main(String[] args) throws Exception {
    if (args.length != 5) {
      System.err.println(
          "Arguments: JAR DATA VISITORS EVENTS HEAP, for example"
              + " server/target/knowfirst.jar benchmarks/target/many 300000 15 512m");
      System.exit(2);
    }
    var data = Path.of(args[1]);
    int visitors = Integer.parseInt(args[2]);
    int events = Integer.parseInt(args[3]);
    var settings = List.of("-Xmx" + args[4], "-XX:+ExitOnOutOfMemoryError");
    try (var server = Served.start(Path.of(args[0]), data, settings, List.of())) {
      var population = new Population(Served.address(), server.key(), new Shoppers(Instant.now()));
      population.fillOnce(data, visitors, events);
      var admin = Served.key(data.resolve("data"), "admin");
      System.out.println(
          "| visitors asked for | cached | encoded, MB | decoded, MB | heap used, MB |");
      System.out.println("|---|---|---|---|---|");
      for (int visitor = 0; visitor < visitors; visitor++) {
        population.decide(BODY.replace("VISITOR", Population.visitor(visitor)));
        if (visitor % STEP == STEP - 1) {
          print(visitor + 1, admin);
        }
      }
      System.out.printf("%nThe server lives: %s%n", population.decide(BODY).length() > 0);
    }
    System.exit(0);
  }

  private static void print(int asked, String admin) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(Served.address().resolve("/metrics"))
            .header("X-API-Key", admin)
            .GET()
            .build();
    var text =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    System.out.printf(
        "| %,d | %,.0f | %.0f | %.0f | %.0f |%n",
        asked,
        sum("knowfirst_profiles_cached", text),
        sum("knowfirst_profiles_bytes", text) / 1e6,
        sum("knowfirst_profiles_live_bytes", text) / 1e6,
        sum("jvm_memory_used_bytes\\{area=\"heap\"[^}]*}", text) / 1e6);
  }

  private static double sum(String name, String text) {
    return Pattern.compile("(?m)^" + name + " ([0-9.E+-]+)$")
        .matcher(text)
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .sum();
  }
}
