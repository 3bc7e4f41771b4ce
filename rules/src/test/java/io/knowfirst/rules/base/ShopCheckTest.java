package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.RuleFolder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShopCheckTest {

  @Test
  void nothing_is_to_be_said_of_the_example_shop() {
    var check =
        RuleCheck.of(RuleFolder.exampleFiles(), Outside.at(Instant.parse("2026-11-22T12:00:00Z")));
    assertThat(check.findings()).isEmpty();
    assertThat(check.base()).isNotNull();
  }
}
