package io.knowfirst.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a busy machine may take: waits end by what happens, not by how fast it does. */
public final class Patience implements BeforeAllCallback {
  /** For what is to happen; a test that waits so long fails. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final Duration A_STALL = Duration.ofSeconds(4);
  private static final double OVER = 0.01;

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(PATIENCE);
  }

  /** 99 of 100 took less than a second, and none as long as what waits for somebody. */
  public static void assertAtOnce(List<Duration> took) {
    assertThat(took).isNotEmpty().allMatch(one -> one.compareTo(A_STALL) < 0);
    assertThat(took.stream().filter(one -> one.compareTo(AT_ONCE) > 0))
        .hasSizeLessThanOrEqualTo((int) (took.size() * OVER));
  }
}
