package io.knowfirst.server.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server of its own process, started from the jar as the README says. */
final class ServerProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target", "knowfirst.jar").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ADDRESS = Pattern.compile("\\s+http\\s+(http://\\S+)");
  private static final Pattern KEYS = Pattern.compile("\\s+keys\\s+.* in (/.+)");
  private static final Pattern KEY = Pattern.compile("(site|secret|admin) key: (\\S+)");

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> keys = new HashMap<>();
  private final List<String> said = new ArrayList<>();
  private URI address;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /** Starts {@code serve} with the options and waits until it says that it is ready. */
  static ServerProcess serve(Path directory, String... options) throws IOException {
    return serve(List.of(), directory, options);
  }

  /**
   * The same, started by another program that becomes it.
   *
   * @param launcher that program and its arguments
   */
  static ServerProcess serve(List<String> launcher, Path directory, String... options)
      throws IOException {
    var command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-jar", JAR.toString(), "serve"));
    command.addAll(Arrays.asList(options));
    return start(directory, command);
  }

  /** Starts a command that becomes {@code serve}, and waits until it says that it is ready. */
  static ServerProcess start(Path directory, List<String> command) throws IOException {
    var process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    var server = new ServerProcess(process);
    server.readUntilReady();
    return server;
  }

  private void readUntilReady() throws IOException {
    var output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      var file = KEYS.matcher(line);
      if (file.matches()) {
        for (var kept : Files.readAllLines(seen(file.group(1)))) {
          var key = KEY.matcher(kept);
          if (key.matches()) {
            keys.put(key.group(1), key.group(2));
          }
        }
      }
      var http = ADDRESS.matcher(line);
      if (http.matches()) {
        address = URI.create(http.group(1));
      }
      if (line.startsWith("Ctrl-C")) {
        var drain = new Thread(() -> output.lines().forEach(more -> {}), "drain");
        drain.setDaemon(true);
        drain.start();
        return;
      }
    }
    throw new IOException("The server ended before it was ready:\n" + String.join("\n", said));
  }

  /** A file as the process sees it, which may have other mounts and another root. */
  Path seen(String file) {
    var there = Path.of("/proc/" + pid() + "/root" + file);
    return Files.exists(there) ? there : Path.of(file);
  }

  Map<String, String> keys() {
    return Map.copyOf(keys);
  }

  List<String> said() {
    return List.copyOf(said);
  }

  URI address() {
    return address;
  }

  /** An answer: its status and its JSON. */
  record Answer(int status, JsonNode json) {}

  Answer post(String path, String key, String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("X-API-Key", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer get(String path, String key) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address.resolve(path)).header("X-API-Key", key).GET());
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
  }

  long pid() {
    return process.pid();
  }

  /** Sends it a signal: STOP freezes it, CONT lets it go on. */
  void signal(String name) throws IOException, InterruptedException {
    signal(name, process.pid());
  }

  static void signal(String name, long pid) throws IOException, InterruptedException {
    var kill = new ProcessBuilder(List.of("kill", "-" + name, String.valueOf(pid))).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " " + pid + " failed");
    }
  }

  Answer delete(String path, String key) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address.resolve(path)).header("X-API-Key", key).DELETE());
  }

  /** Writes all objects that are still in use into a file. */
  void dumpHeap(Path file) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var pid = Long.toString(process.pid());
    var dump =
        new ProcessBuilder(jcmd, pid, "GC.heap_dump", file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (dump.waitFor() != 0 || !Files.exists(file)) {
      throw new IOException(said);
    }
  }

  /** SIGKILL: no shutdown hook runs. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM, as Ctrl-C does; the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The server does not stop.");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        stop();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
