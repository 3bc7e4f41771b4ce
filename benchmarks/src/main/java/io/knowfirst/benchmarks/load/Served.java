package io.knowfirst.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server of its own process and data, and the bare twin of it. */
final class Served implements AutoCloseable {
  private static final int PORT = 18_080;
  private static final int TWIN_PORT = 18_081;

  private final Child process;
  private final String key;

  private Served(Child process, String key) {
    this.process = process;
    this.key = key;
  }

  /**
   * Starts a server.
   *
   * @param settings of the JVM
   * @param options of {@code serve}
   */
  static Served start(Path jar, Path data, List<String> settings, List<String> options)
      throws IOException {
    Files.createDirectories(data);
    var command = new ArrayList<>(settings);
    command.addAll(List.of("-jar", jar.toString(), "serve", "--port", String.valueOf(PORT)));
    command.addAll(List.of("--data", data.resolve("data").toString()));
    command.addAll(options);
    var process = Child.java(command);
    process.readUntil(line -> line.contains("Ctrl-C"));
    return new Served(process, key(data.resolve("data"), "secret"));
  }

  /** A key that the first start on this data left there. */
  static String key(Path data, String kind) throws IOException {
    var begin = kind + " key: ";
    return Files.readAllLines(data.resolve("first-keys.txt")).stream()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()))
        .findFirst()
        .orElseThrow();
  }

  String key() {
    return key;
  }

  /** The server's process; its PostgreSQL has processes of its own. */
  Child process() {
    return process;
  }

  static URI address() {
    return URI.create("http://127.0.0.1:" + PORT);
  }

  static String decisions() {
    return address() + "/v1/decisions";
  }

  static String decisionsOfTwin() {
    return "http://127.0.0.1:" + TWIN_PORT + "/v1/decisions";
  }

  /** The twin, which gives the same answer to all. */
  static Child twin(Path answer) throws IOException {
    var twin =
        Child.java(
            List.of(
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Twin.class.getName(),
                String.valueOf(TWIN_PORT),
                answer.toString()));
    twin.readUntil(line -> line.startsWith("twin on"));
    return twin;
  }

  @Override
  public void close() {
    process.close();
  }
}
