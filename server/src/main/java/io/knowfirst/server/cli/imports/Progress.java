package io.knowfirst.server.cli.imports;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How far an import or export has come: a bar on a terminal, else a line now and then. */
public final class Progress {
  private static final Duration BAR_EVERY = Duration.ofMillis(200);
  private static final Duration LINE_EVERY = Duration.ofSeconds(5);
  private static final int WIDTH = 30;

  private final PrintWriter out;
  private final boolean terminal;
  private final InstantSource clock;
  private final String what;
  private long total;
  private final Instant begun;
  private Instant told;
  private long done;

  /**
   * @param total how many there are; 0 when not known
   */
  public Progress(PrintWriter out, boolean terminal, InstantSource clock, String what, long total) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.what = what;
    this.total = total;
    this.begun = clock.instant();
    this.told = begun;
  }

  /** Whether a person looks on. */
  @SuppressWarnings("SystemConsoleNull")
  public static boolean onTerminal() {
    var console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Java 22 and later give a console even to a pipe, and this to tell.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException java17) {
      return true;
    }
  }

  /** One more. */
  public void step() {
    done++;
    tellNowAndThen();
  }

  /**
   * So many are done.
   *
   * @param about how many there are; 0 when not known
   */
  public void at(long number, long about) {
    done = number;
    total = about;
    tellNowAndThen();
  }

  private void tellNowAndThen() {
    var now = clock.instant();
    if (Duration.between(told, now).compareTo(terminal ? BAR_EVERY : LINE_EVERY) >= 0) {
      told = now;
      tell(now);
    }
  }

  /** Tells how it ended. */
  public void end() {
    tell(clock.instant());
    if (terminal) {
      out.println();
    }
    out.flush();
  }

  private void tell(Instant now) {
    double seconds = Math.max(0.001, Duration.between(begun, now).toMillis() / 1000.0);
    var count = "%,d %s, %,.0f/s".formatted(done, what, done / seconds);
    if (!terminal) {
      out.println(total > 0 ? "%3d %%  %s".formatted(100 * done / total, count) : count);
    } else {
      int filled = total > 0 ? (int) (WIDTH * Math.min(done, total) / total) : 0;
      out.print("\r[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + count + "   ");
    }
    out.flush();
  }
}
