package io.knowfirst.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger("outage-test");
  private long now;
  private final Outage outage = new Outage(log, "Keys cannot be read", () -> now);

  @Test
  void
      a_failure_that_repeats_itself_is_a_line_at_its_begin_one_in_ten_minutes_and_one_at_its_end() {
    log.setAdditive(false);
    log.setLevel(ch.qos.logback.classic.Level.INFO);
    log.addAppender(appender);
    appender.start();

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

  private List<String> lines() {
    return appender.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }
}
