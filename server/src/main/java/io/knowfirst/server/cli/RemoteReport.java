package io.knowfirst.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.experiments.report.ReportFormat;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A running server that is asked for its report. */
final class RemoteReport {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI server;
  private final String key;

  RemoteReport(URI server, String key) {
    this.server = server;
    this.key = key;
  }

  /**
   * The report as the server writes it.
   *
   * @throws IllegalArgumentException with advice, when it is not to be had
   */
  String get(String experiment, @Nullable Integer phase, ReportFormat format, String language) {
    var path =
        "/v1/experiments/%s/report?lang=%s%s"
            .formatted(
                encoded(experiment), encoded(language), phase == null ? "" : "&phase=" + phase);
    return get(path, format.contentType());
  }

  /**
   * The ledger as the server writes it.
   *
   * @param parameters such as from and until, by name
   * @throws IllegalArgumentException with advice, when it is not to be had
   */
  String ledger(ReportFormat format, Map<String, String> parameters) {
    var path =
        switch (format) {
          case HTML -> "/reports/ledger";
          case JSON -> "/v1/ledger";
          case CSV -> "/reports/ledger.csv";
        };
    var query =
        parameters.entrySet().stream()
            .map(one -> one.getKey() + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
    return get(path + "?" + query, format.contentType());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * What the server answers at a path.
   *
   * @throws IllegalArgumentException with advice, when it is not to be had
   */
  String get(String path, String accept) {
    var request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(PATIENCE)
            .header("X-API-Key", key)
            .header("Accept", accept)
            .build();
    try {
      var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        return answer.body();
      }
      throw new IllegalArgumentException(
          "%s answers %d: %s".formatted(server, answer.statusCode(), detail(answer.body())));
    } catch (IOException failed) {
      throw new IllegalArgumentException(
          "server is %s, which does not answer: %s. Maybe it is not running, or on another port?"
              .formatted(server, failed.getMessage()),
          failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String detail(String body) {
    try {
      return new JsonMapper().readTree(body).path("detail").asText(body);
    } catch (JsonProcessingException noJson) {
      return body;
    }
  }
}
