package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two members on one machine, as the shipped configuration has them, and what they are asked. */
final class Pair {
  private static final Path CONFIGURATIONS = Path.of("..", "cluster-config").toAbsolutePath();

  private Pair() {}

  /** The configuration as it is shipped, on ports that are free here. */
  static Path configuration(Path folder, int number, int[] ports) throws IOException {
    var shipped = Files.readString(CONFIGURATIONS.resolve("local-" + number + ".yaml"));
    assertThat(shipped).contains("5701", "5702");
    var moved =
        shipped.replace("5701", String.valueOf(ports[0])).replace("5702", String.valueOf(ports[1]));
    return Files.writeString(folder.resolve("local-" + number + ".yaml"), moved);
  }

  static int[] freePorts() throws IOException {
    try (var one = new ServerSocket(0);
        var other = new ServerSocket(0)) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  static ServerProcess member(Path folder, String url, int number, int[] ports, String... more)
      throws IOException {
    var options =
        new ArrayList<>(
            List.of(
                "--port",
                "0",
                "--data",
                "data-" + number,
                "--postgres",
                url,
                "--cluster",
                configuration(folder, number, ports).toString()));
    options.addAll(List.of(more));
    return ServerProcess.serve(folder, options.toArray(String[]::new));
  }

  /** Some of those who are known are held out; a rule won for them all the same. */
  static String outcome(ServerProcess member, String key, int visitor)
      throws IOException, InterruptedException {
    var answer =
        member.post(
            "/v1/decisions",
            key,
            """
            {"visitor":{"id":"shared-%d"},"channel":"web","placements":["home-hero"]}"""
                .formatted(visitor));
    assertThat(answer.status()).isEqualTo(200);
    var placed = answer.json().at("/decisions/0");
    return placed.has("holdout") ? "known" : placed.path("outcome").asText();
  }

  static String bought(int visitor) {
    return """
    {"batch":[
      {"type":"consent","messageId":"c","userId":"shared-%1$d","purposes":{"personalization":true}},
      {"type":"track","event":"Order Completed","messageId":"o","userId":"shared-%1$d","properties":
        {"products":[{"product_id":"p","category":"apparel.trousers.jeans","price":10}]}}]}"""
        .formatted(visitor);
  }
}
