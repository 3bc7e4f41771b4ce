package io.knowfirst.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger("outage-test");
  private long now;
  private final Outage postgresql = new Outage(log, "No PostgreSQL", null, () -> now);
  private final Outage outage = new Outage(log, "Keys cannot be read", postgresql, () -> now);

  @BeforeEach
  void listen() {
    log.setAdditive(false);
    log.setLevel(Level.INFO);
    log.addAppender(appender);
    appender.start();
  }

  @AfterEach
  void stop() {
    log.detachAppender(appender);
  }

  @Test
  void
      a_failure_that_repeats_itself_is_a_line_at_its_begin_one_in_ten_minutes_and_one_at_its_end() {
    outage.over();
    for (int second = 0; second < 1_500; second++) {
      now = Duration.ofSeconds(second).toNanos();
      outage.failed(new IllegalStateException("Connection refused\nand more"));
    }
    now = 1_500 * 1_000_000_000L;
    outage.over();
    outage.over();

    assertThat(lines())
        .containsExactly(
            "WARN Keys cannot be read: Connection refused",
            "WARN Keys cannot be read, 601 times in 600 s: Connection refused",
            "WARN Keys cannot be read, 1201 times in 1200 s: Connection refused",
            "INFO Over after 1500 s and 1500 failures: Keys cannot be read");
  }

  @Test
  void an_outage_of_postgresql_is_a_line_for_the_process_not_one_for_each_that_waits() {
    var others = IntStream.range(0, 12).mapToObj(i -> waiting("Part " + i)).toList();
    for (int second = 0; second < 60; second++) {
      now = Duration.ofSeconds(second).toNanos();
      others.forEach(other -> other.failed(away(others.indexOf(other))));
      if (second >= 3) {
        postgresql.failed(new ConnectException("Connection refused"));
      }
    }
    others.forEach(Outage::over);
    postgresql.over();

    assertThat(lines())
        .containsExactly(
            "WARN No PostgreSQL: Connection refused",
            "INFO Over after 56 s and 57 failures: No PostgreSQL");
  }

  @Test
  void what_waits_for_a_postgresql_that_answers_others_is_reported_after_ten_seconds() {
    outage.failed(new TimeoutException("Timeout"));
    now = Duration.ofSeconds(9).toNanos();
    outage.failed(new TimeoutException("Timeout"));
    assertThat(lines()).isEmpty();
    now = Duration.ofSeconds(10).toNanos();
    outage.failed(new TimeoutException("Timeout"));
    outage.over();

    assertThat(lines())
        .containsExactly(
            "WARN Keys cannot be read: Timeout",
            "INFO Over after 10 s and 3 failures: Keys cannot be read");
  }

  @Test
  void what_postgresql_refuses_is_reported_at_once() {
    postgresql.failed(new ConnectException("Connection refused"));
    outage.failed(new PgException("permission denied", "ERROR", "42501", null));

    assertThat(lines()).contains("WARN Keys cannot be read: ERROR: permission denied (42501)");
  }

  private Outage waiting(String what) {
    return new Outage(log, what, postgresql, () -> now);
  }

  private static Throwable away(int kind) {
    return switch (kind % 5) {
      case 4 -> new CompletionException(new ConnectException("Connection refused"));
      case 0 -> new ConnectException("Connection refused");
      case 1 -> ClosedConnectionException.INSTANCE;
      case 2 -> new StoreUnavailable("PostgreSQL does not answer.");
      default -> new PgException("the database system is shutting down", "FATAL", "57P03", null);
    };
  }

  private List<String> lines() {
    return appender.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }
}
