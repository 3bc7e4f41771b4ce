package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
  @ParameterizedTest
  @CsvSource({
    "request, request",
    "profile, profile",
    "m-2, event",
    "feed:crm:customers:0a1b, feed:crm",
    "feed:, event",
    "feed:crm, event",
    "site:feed:crm:x, event"
  })
  void the_source_is_the_system_that_said_so(String event, String source) {
    assertThat(new Origin(event, Instant.EPOCH).source()).isEqualTo(source);
  }
}
