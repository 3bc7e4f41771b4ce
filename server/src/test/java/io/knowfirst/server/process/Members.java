package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Members on one machine, as the shipped configuration has them, and what they are asked. */
final class Members implements AutoCloseable {
  private static final Path CONFIGURATIONS = Path.of("..", "cluster-config").toAbsolutePath();
  private static final int FIRST_PORT = 5701;

  private final Path folder;
  private final String url;
  private final int[] ports;
  private final List<ServerProcess> members = new CopyOnWriteArrayList<>();
  private Map<String, String> keys = Map.of();

  private Members(Path folder, String url, int[] ports) {
    this.folder = folder;
    this.url = url;
    this.ports = ports;
  }

  /** Starts so many on one new database. */
  static Members start(Path folder, int count) throws IOException {
    var members = new Members(folder, TestDatabase.url(), freePorts(count));
    for (int number = 1; number <= count; number++) {
      members.members.add(members.started(number));
    }
    members.keys = members.get(0).keys();
    return members;
  }

  private ServerProcess started(int number) throws IOException {
    return member(folder, url, number, ports);
  }

  /** Those that were started last in each place, from 0. */
  List<ServerProcess> all() {
    return members;
  }

  ServerProcess get(int place) {
    return members.get(place);
  }

  /** Starts one again in its place. */
  void restart(int place) throws IOException {
    members.set(place, started(place + 1));
  }

  /** The first start of the first member made it. */
  String key(String kind) {
    return keys.get(kind);
  }

  @Override
  public void close() {
    members.forEach(ServerProcess::close);
  }

  /** The configuration as it is shipped, on ports that are free here. */
  static Path configuration(Path folder, int number, int[] ports) throws IOException {
    int shippedAs = Math.min(number, 2);
    var text = Files.readString(CONFIGURATIONS.resolve("local-" + shippedAs + ".yaml"));
    for (int shipped = FIRST_PORT; shipped < FIRST_PORT + 2; shipped++) {
      assertThat(text).contains("          - 127.0.0.1:" + shipped + "\n");
    }
    var list = new StringBuilder();
    for (int port : ports) {
      list.append("          - 127.0.0.1:").append(port).append('\n');
    }
    text =
        text.replaceFirst("( {10}- 127\\.0\\.0\\.1:\\d+\n)+", list.toString())
            .replaceFirst("port: \\d+", "port: " + ports[number - 1]);
    return Files.writeString(folder.resolve("local-" + number + ".yaml"), text);
  }

  static int[] freePorts(int count) throws IOException {
    var ports = new int[count];
    var sockets = new ServerSocket[count];
    for (int i = 0; i < count; i++) {
      sockets[i] = new ServerSocket(0);
      ports[i] = sockets[i].getLocalPort();
    }
    for (var socket : sockets) {
      socket.close();
    }
    return ports;
  }

  static ServerProcess member(Path folder, String url, int number, int[] ports, String... more)
      throws IOException {
    return member(List.of(), folder, url, number, ports, more);
  }

  /**
   * The same, started by another program that becomes it.
   *
   * @param launcher that program and its arguments
   */
  static ServerProcess member(
      List<String> launcher, Path folder, String url, int number, int[] ports, String... more)
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
    return ServerProcess.serve(launcher, folder, options.toArray(String[]::new));
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

  /** What a member says of one of its parts. */
  static String part(ServerProcess member, String key, String name)
      throws IOException, InterruptedException {
    return member.get("/health/ready", key).json().path("parts").path(name).asText();
  }
}
