package io.knowfirst.server.people;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the failed sign-ins of each address, account and device within ten minutes. Those that are
 * under way count as failed until they have succeeded, so that none is gained by haste.
 */
final class Attempts {
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int MOST_KEPT = 50_000;

  private final Map<String, Window> windows = new LinkedHashMap<>();

  private static final class Window {
    private final Instant since;
    private int count;

    Window(Instant since) {
      this.since = since;
    }
  }

  /** Counts one; false, and nothing is counted, where there were as many already. */
  synchronized boolean begin(String whose, int most, Instant now) {
    var window = windows.get(whose);
    if (window == null || !window.since.plus(WINDOW).isAfter(now)) {
      windows.remove(whose);
      forget(now);
      window = new Window(now);
      windows.put(whose, window);
    }
    if (window.count >= most) {
      return false;
    }
    window.count++;
    return true;
  }

  /** It did not fail. */
  synchronized void succeeded(String whose) {
    var window = windows.get(whose);
    if (window != null && window.count > 0) {
      window.count--;
    }
  }

  /** Ends the windows that are over, which stand first, and one more where there is no room. */
  private void forget(Instant now) {
    var oldest = windows.values().iterator();
    while (oldest.hasNext()) {
      var window = oldest.next();
      if (windows.size() < MOST_KEPT && window.since.plus(WINDOW).isAfter(now)) {
        return;
      }
      oldest.remove();
    }
  }
}
