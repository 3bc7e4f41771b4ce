package io.knowfirst.server.boot;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A Chromium that nothing automates: its tabs are shown and hidden, and pages prerendered, as with
 * any person. (Playwright holds every page for shown, and cannot follow a prerendered one.)
 */
final class PlainChromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String address;

  /**
   * @param folder of a profile of its own
   */
  PlainChromium(Path folder) {
    var profile = folder.resolve("profile");
    var port = profile.resolve("DevToolsActivePort");
    try {
      process =
          new ProcessBuilder(
                  WebShop.CHROMIUM.toString(),
                  "--headless=new",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + profile,
                  "--user-agent=" + WebShop.PERSON,
                  "about:blank")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(port) && lines(port) > 1);
      address = "http://127.0.0.1:" + Files.readAllLines(port).get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long lines(Path file) throws IOException {
    return Files.readAllLines(file).size();
  }

  /**
   * Opens a tab in front of the others.
   *
   * @return its id
   */
  String open(String url) {
    return ask("PUT", "/json/new?" + URLEncoder.encode(url, StandardCharsets.UTF_8));
  }

  /** Brings a tab to the front. */
  void show(String tab) {
    ask("GET", "/json/activate/" + tab);
  }

  private String ask(String method, String path) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(address + path))
              .method(method, HttpRequest.BodyPublishers.noBody());
      var answer = client.send(request.build(), BodyHandlers.ofString()).body();
      return answer.startsWith("{") ? JSON.readTree(answer).path("id").asText() : answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
