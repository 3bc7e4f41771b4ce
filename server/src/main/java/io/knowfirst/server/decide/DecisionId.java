package io.knowfirst.server.decide;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Names a decision and where the log keeps it: 24 URL-safe characters that hold the second it was
 * made in, the run of the member that made it, and a random part that nobody guesses.
 *
 * @param second since the epoch
 * @param run drawn at random when a member starts
 */
public record DecisionId(long second, long run, long random) {
  private static final int BYTES = 18;
  private static final long RUN_MASK = (1L << 48) - 1;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  static DecisionId draw(long second, long run, long random) {
    return new DecisionId(second & 0xFFFFFFFFL, run & RUN_MASK, random);
  }

  static long drawRun() {
    return ThreadLocalRandom.current().nextLong() & RUN_MASK;
  }

  /** Empty for a text that no decision ever had. */
  static Optional<DecisionId> parse(String text) {
    if (text.length() != 24) {
      return Optional.empty();
    }
    try {
      var bytes = ByteBuffer.wrap(DECODER.decode(text));
      long second = bytes.getInt() & 0xFFFFFFFFL;
      long run = ((bytes.getShort() & 0xFFFFL) << 32) | (bytes.getInt() & 0xFFFFFFFFL);
      return Optional.of(new DecisionId(second, run, bytes.getLong()));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** When the decision of this id was made; empty for a text that no decision ever had. */
  public static Optional<Instant> madeAt(String text) {
    return parse(text).map(id -> Instant.ofEpochSecond(id.second()));
  }

  String text() {
    var bytes = ByteBuffer.allocate(BYTES);
    bytes.putInt((int) second).putShort((short) (run >> 32)).putInt((int) run).putLong(random);
    return ENCODER.encodeToString(bytes.array());
  }
}
