package io.knowfirst.server.web;

import io.knowfirst.server.wire.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the invalid keys that each address sends: the first of a minute and their sum are logged,
 * and beyond a number the address is told to wait. Valid keys are never counted nor held up.
 */
final class InvalidKeys {
  private static final Logger LOG = LoggerFactory.getLogger(InvalidKeys.class);
  private static final int MOST_ADDRESSES = 10_000;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_LINES = 20;

  private final int allowed;
  private final LongSupplier nanoTime;
  private final Map<String, Minute> minutes = new LinkedHashMap<>();
  private long linesSince;
  private int lines;

  InvalidKeys(int allowed, LongSupplier nanoTime) {
    this.allowed = allowed;
    this.nanoTime = nanoTime;
  }

  private static final class Minute {
    private final long since;
    private int count;

    Minute(long since) {
      this.since = since;
    }
  }

  /** Counts one; false when the address has sent too many. */
  synchronized boolean allow(String address) {
    long now = nanoTime.getAsLong();
    var minute = minutes.get(address);
    if (minute == null || now - minute.since > MINUTE) {
      minute = new Minute(now);
      forget(now);
      minutes.put(address, minute);
      log(now, "An invalid key was sent from {}", address);
    }
    minute.count++;
    if (minute.count == allowed + 1) {
      log(now, "More than " + allowed + " invalid keys in a minute from {}: throttled", address);
    }
    return minute.count <= allowed;
  }

  /** Ends the minutes that are over, which stand first, and one more where there is no room. */
  private void forget(long now) {
    var oldest = minutes.entrySet().iterator();
    while (oldest.hasNext()) {
      var entry = oldest.next();
      if (minutes.size() < MOST_ADDRESSES && now - entry.getValue().since <= MINUTE) {
        return;
      }
      oldest.remove();
      if (entry.getValue().count > 1) {
        log(now, entry.getValue().count + " invalid keys were sent from {}", entry.getKey());
      }
    }
  }

  /** At most 20 lines a minute, however many addresses there are. */
  private void log(long now, String message, String address) {
    if (lines == 0 || now - linesSince > MINUTE) {
      if (lines > MOST_LINES) {
        LOG.warn("{} further log lines about invalid keys suppressed", lines - MOST_LINES);
      }
      linesSince = now;
      lines = 0;
    }
    if (++lines <= MOST_LINES) {
      LOG.warn(message, Text.shorten(address));
    }
  }
}
