package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Lines for each request, and the ids by which requests are found again. */
class AccessLogServedTest {
  private static final Logger ACCESS = (Logger) LoggerFactory.getLogger("access");
  private static final ListAppender<ILoggingEvent> LINES = new ListAppender<>();
  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = TestServer.start(folder, TestDatabase.url(), SmallShop.files());
    LINES.start();
    ACCESS.setLevel(Level.INFO);
    ACCESS.addAppender(LINES);
  }

  @AfterAll
  static void stop() {
    ACCESS.detachAppender(LINES);
    ACCESS.setLevel(Level.OFF);
    server.close();
  }

  @Test
  void a_line_names_the_route_and_neither_visitors_nor_keys() {
    server.ask(
        "/v1/visitors/jane%40doe.example?key=kf_secret_1234567890", "X-Request-Id", "visit-1");
    assertThat(line("visit-1"))
        .matches("127\\.0\\.0\\.1 GET /v1/visitors/:id 401 \\d+ bytes [\\d.]+ ms visit-1")
        .doesNotContain("jane", "kf_secret");
  }

  @Test
  void what_no_route_answers_has_a_line_too() {
    server.ask("/nowhere/jane", "X-Request-Id", "lost-1");
    assertThat(line("lost-1")).startsWith("127.0.0.1 GET - 404 ");
  }

  @Test
  void a_problem_names_its_request_by_the_id_that_the_client_gave() {
    var answer = server.ask("/v1/ledger", "X-Request-Id", "abc.DEF/1+2=3:4~5_6-7");
    assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("abc.DEF/1+2=3:4~5_6-7");
    assertThat(answer.body())
        .contains("\"instance\":\"urn:knowfirst:request:abc.DEF/1+2=3:4~5_6-7\"");
  }

  @Test
  void an_id_that_is_missing_or_unusable_is_made() {
    for (var bad : List.of("two words", "\"quoted\"", "x".repeat(129), "")) {
      var answer = server.ask("/v1/ledger", "X-Request-Id", bad);
      var made = answer.headers().firstValue("X-Request-Id").orElseThrow();
      assertThat(made).matches("[0-9a-f-]{36}");
      assertThat(answer.body()).contains("\"instance\":\"urn:knowfirst:request:" + made + "\"");
    }
  }

  private static String line(String id) {
    await().until(() -> LINES.list.stream().anyMatch(event -> text(event).endsWith(" " + id)));
    return LINES.list.stream()
        .map(AccessLogServedTest::text)
        .filter(text -> text.endsWith(" " + id))
        .findFirst()
        .orElseThrow();
  }

  private static String text(ILoggingEvent event) {
    return event.getFormattedMessage();
  }
}
