package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class InvalidKeysTest {
  private static final int ALLOWED = 3;
  private static final String GUESSER = "192.0.2.1";

  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(InvalidKeys.class);
  private long now = 1;
  private final InvalidKeys keys = new InvalidKeys(ALLOWED, () -> now);

  @BeforeEach
  void listen() {
    appender.start();
    log.addAppender(appender);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(appender);
  }

  @Test
  void an_address_may_send_so_many_a_minute_and_others_are_not_held_up() {
    for (int i = 0; i < ALLOWED; i++) {
      assertThat(keys.allow(GUESSER)).isTrue();
    }
    assertThat(keys.allow(GUESSER)).isFalse();
    assertThat(keys.allow("192.0.2.2")).isTrue();
    now += TimeUnit.SECONDS.toNanos(61);
    assertThat(keys.allow(GUESSER)).isTrue();
  }

  @Test
  void the_log_names_the_address_once_when_it_begins_and_the_number_at_the_end() {
    for (int i = 0; i < 500; i++) {
      keys.allow(GUESSER);
    }
    now += TimeUnit.SECONDS.toNanos(61);
    keys.allow("192.0.2.2");
    assertThat(appender.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "An invalid key was sent from 192.0.2.1",
            "More than 3 invalid keys in a minute from 192.0.2.1: throttled",
            "500 invalid keys were sent from 192.0.2.1",
            "An invalid key was sent from 192.0.2.2");
  }

  @Test
  void many_addresses_do_not_flood_the_log() {
    for (int i = 0; i < 50_000; i++) {
      keys.allow("2001:db8::" + i);
    }
    assertThat(appender.list).hasSizeLessThanOrEqualTo(20);
  }
}
