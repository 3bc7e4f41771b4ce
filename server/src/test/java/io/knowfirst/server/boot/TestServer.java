package io.knowfirst.server.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.LoadLimits;
import io.knowfirst.server.rulesets.replay.RecordSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A whole server in this process, spoken to by HTTP with its secret key. */
final class TestServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Knowfirst knowfirst;
  private final Started started;
  private List<FirstKeys.Line> keys;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestServer(Knowfirst knowfirst, Started started) {
    this.knowfirst = knowfirst;
    this.started = started;
    this.keys = started.keys();
  }

  /** Starts it with rules that are given file by file. */
  static TestServer start(Path folder, String postgres, Map<String, String> rules) {
    return start(folder, postgres, rules, new RecordSettings(1, 7, 1));
  }

  /** The same, with recordings as told. */
  static TestServer start(
      Path folder, String postgres, Map<String, String> rules, RecordSettings recording) {
    var directory = folder.resolve("rules");
    rules.forEach((name, text) -> write(directory.resolve(name), text));
    var knowfirst = Knowfirst.of(settings(folder, directory, postgres, 0, recording));
    return new TestServer(knowfirst, knowfirst.start());
  }

  /** As with {@code --no-watch}. */
  static TestServer startUnwatched(Path folder, String postgres, Map<String, String> rules) {
    var directory = folder.resolve("rules");
    rules.forEach((name, text) -> write(directory.resolve(name), text));
    var knowfirst =
        Knowfirst.of(settings(folder, directory, postgres, 0, new RecordSettings(1, 7, 1), false));
    return new TestServer(knowfirst, knowfirst.start());
  }

  /** As with {@code --webhook-private-addresses}, on an embedded PostgreSQL. */
  static TestServer startWithPrivateWebhooks(Path folder, Map<String, String> rules) {
    return startWithPrivateWebhooks(folder, null, rules);
  }

  /** The same, on a database that is there. */
  static TestServer startWithPrivateWebhooks(
      Path folder, @Nullable String postgres, Map<String, String> rules) {
    var directory = folder.resolve("rules");
    rules.forEach((name, text) -> write(directory.resolve(name), text));
    var usual = settings(folder, directory, postgres, 0);
    var edge =
        new EdgeSettings(
            Set.of(),
            usual.edge().connections(),
            false,
            "127.0.0.1",
            -1,
            new LoadLimits(0, 0, Duration.ZERO),
            null,
            null,
            true,
            null);
    var knowfirst =
        Knowfirst.of(
            new Settings(
                usual.host(),
                usual.port(),
                usual.remote(),
                usual.data(),
                usual.rules(),
                usual.watch(),
                usual.fourEyes(),
                usual.postgres(),
                usual.cluster(),
                usual.ruleBudget(),
                usual.recording(),
                usual.kept(),
                usual.behindProxy(),
                usual.explainToSites(),
                edge));
    return new TestServer(knowfirst, knowfirst.start());
  }

  /** As with {@code --connections-per-address} and {@code --max-wait}. */
  static TestServer startFor(
      Path folder, String postgres, Map<String, String> rules, int connections, Duration mostWait) {
    var directory = folder.resolve("rules");
    rules.forEach((name, text) -> write(directory.resolve(name), text));
    var own = settings(folder, directory, postgres, 0);
    var edge =
        new EdgeSettings(
            Set.of(),
            connections,
            false,
            "127.0.0.1",
            -1,
            new LoadLimits(0, 0, mostWait),
            null,
            null,
            false,
            null);
    var knowfirst =
        Knowfirst.of(
            new Settings(
                own.host(),
                own.port(),
                own.remote(),
                own.data(),
                own.rules(),
                false,
                own.fourEyes(),
                own.postgres(),
                own.cluster(),
                own.ruleBudget(),
                own.recording(),
                own.kept(),
                own.behindProxy(),
                own.explainToSites(),
                edge));
    return new TestServer(knowfirst, knowfirst.start());
  }

  /** As one of the members of a cluster. */
  static TestServer startMember(
      Path folder, String postgres, Path cluster, Map<String, String> rules) {
    var directory = folder.resolve("rules");
    rules.forEach((name, text) -> write(directory.resolve(name), text));
    var own = settings(folder, directory, postgres, 0);
    var knowfirst =
        Knowfirst.of(
            new Settings(
                own.host(),
                0,
                false,
                own.data(),
                directory,
                false,
                false,
                postgres,
                cluster,
                own.ruleBudget(),
                own.recording(),
                0,
                false,
                false,
                EdgeSettings.DEFAULTS));
    return new TestServer(knowfirst, knowfirst.start());
  }

  /**
   * Without watching the folder, and with versions that wait for a second person.
   *
   * @param cluster Hazelcast's configuration
   */
  static TestServer startForTwo(
      Path folder, String postgres, Map<String, String> rules, Path cluster) {
    var directory = folder.resolve("rules");
    rules.forEach((name, text) -> write(directory.resolve(name), text));
    var own = settings(folder, directory, postgres, 0);
    var knowfirst =
        Knowfirst.of(
            new Settings(
                own.host(),
                0,
                false,
                own.data(),
                directory,
                false,
                true,
                postgres,
                cluster,
                own.ruleBudget(),
                own.recording(),
                0,
                false,
                false,
                EdgeSettings.DEFAULTS));
    return new TestServer(knowfirst, knowfirst.start());
  }

  static Settings settings(Path folder, Path rules, String postgres, int port) {
    return settings(folder, rules, postgres, port, new RecordSettings(1, 7, 1));
  }

  private static Settings settings(
      Path folder, Path rules, String postgres, int port, RecordSettings recording) {
    return settings(folder, rules, postgres, port, recording, true);
  }

  private static Settings settings(
      Path folder, Path rules, String postgres, int port, RecordSettings recording, boolean watch) {
    return new Settings(
        "127.0.0.1",
        port,
        false,
        folder.resolve("data"),
        rules,
        watch,
        false,
        postgres,
        null,
        Duration.ofMillis(500),
        recording,
        0,
        false,
        false,
        EdgeSettings.DEFAULTS);
  }

  /** The link that makes the first administrator. */
  String firstAdministrator() {
    return started.console() + started.firstAdministrator();
  }

  int port() {
    return started.port();
  }

  /** Those that decided when it began. */
  RuleBase rules() {
    return started.rules();
  }

  record Answer(int status, JsonNode json, HttpResponse<String> raw) {}

  Answer decide(String visitor, String placements, String more) {
    return post(
        "/v1/decisions",
        """
        {"visitor":{"id":"%s"},"channel":"web","placements":%s%s}"""
            .formatted(visitor, placements, more));
  }

  Answer post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** With a key of an earlier start. */
  Answer post(String path, String body, String key) {
    return send(
        request(path, key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Any call; JSON unless a header says otherwise. */
  Answer call(String method, String path, String key, String body, String... headers) {
    var request = request(path, key).setHeader("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request.method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer put(String path, String type, String body) {
    return send(
        request(path).header("Content-Type", type).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** As {@link #post}, with the admin key. */
  Answer postAsAdmin(String path, String body) {
    return send(
        request(path)
            .setHeader("X-API-Key", key(KeyKind.ADMIN))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer putAsAdmin(String path, String type, String body) {
    return send(
        request(path, key(KeyKind.ADMIN))
            .header("Content-Type", type)
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer getAsAdmin(String path) {
    return send(request(path).setHeader("X-API-Key", key(KeyKind.ADMIN)).GET());
  }

  Answer deleteAsAdmin(String path) {
    return delete(path, key(KeyKind.ADMIN));
  }

  Answer delete(String path, String key) {
    return send(request(path, key).DELETE());
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  /** Without a key, unless a header brings one. */
  HttpResponse<String> ask(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private HttpRequest.Builder request(String path) {
    return request(path, key(KeyKind.SECRET));
  }

  private HttpRequest.Builder request(String path, String key) {
    var address = "http://127.0.0.1:" + started.port() + path;
    return HttpRequest.newBuilder(URI.create(address)).header("X-API-Key", key);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), JSON.readTree(answer.body()), answer);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  String key(KeyKind kind) {
    return keys.stream().filter(line -> line.kind() == kind).findFirst().orElseThrow().text();
  }

  /** Uses the keys that another member's start made. */
  TestServer withKeysOf(TestServer other) {
    keys = other.keys;
    return this;
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    knowfirst.close();
  }
}
