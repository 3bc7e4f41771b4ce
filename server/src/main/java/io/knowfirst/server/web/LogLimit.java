package io.knowfirst.server.web;

import java.time.InstantSource;
import org.slf4j.Logger;

/**
 * Writes at most 20 lines a minute to the log, whatever clients send, and says how many it left
 * out.
 */
final class LogLimit {
  private static final long MINUTE = 60_000;
  private static final int MOST = 20;

  private final Logger log;
  private final String what;
  private final InstantSource clock;
  private long since;
  private int lines;

  /**
   * @param what the lines are about
   */
  LogLimit(Logger log, String what, InstantSource clock) {
    this.log = log;
    this.what = what;
    this.clock = clock;
  }

  synchronized void warn(String line) {
    long now = clock.millis();
    if (lines == 0 || Math.abs(now - since) > MINUTE) {
      if (lines > MOST) {
        log.warn("{} more lines about {} were left out", lines - MOST, what);
      }
      since = now;
      lines = 0;
    }
    if (++lines <= MOST) {
      log.warn("{}", line);
    }
  }
}
