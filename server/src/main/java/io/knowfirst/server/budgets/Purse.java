package io.knowfirst.server.budgets;

import io.knowfirst.rules.folder.CampaignBudget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The units of one campaign's budget that a member has at hand. */
final class Purse {
  /** How long units are given away; then what is left is given back. */
  static final long USED_MS = 5_000;

  /** How long what a member gave away counts where it died before it could store that. */
  static final long LAPSE_MS = Duration.ofMinutes(10).toMillis();

  private static final long AGAIN_NANOS = Duration.ofMillis(200).toNanos();
  private static final int MOST = 2_000;
  private static final int FEWEST = 8;

  private final Deque<Leased> leases = new ArrayDeque<>();
  private boolean asking;
  private long refusedAt;
  private boolean refused;
  private boolean ever;
  private boolean converted;
  private int wanted = FEWEST;

  private static final class Leased {
    final long id;
    final Tick asked;
    int free;
    int taken;

    Leased(long id, int units, Tick asked) {
      this.id = id;
      this.free = units;
      this.asked = asked;
    }
  }

  /**
   * A moment on two clocks: one that never jumps, but stands still while a machine is suspended,
   * and the other way round. What has passed is the more of the two.
   */
  record Tick(long nanos, long millis) {
    static Tick of(InstantSource clock) {
      return new Tick(System.nanoTime(), clock.millis());
    }

    boolean isOver(Tick now) {
      return now.nanos - nanos >= TimeUnit.MILLISECONDS.toNanos(USED_MS)
          || now.millis - millis >= USED_MS;
    }
  }

  /** A lease of which no more is given away. */
  record Ended(long id, int taken) {}

  /** Takes a unit; -1 where there is none. */
  synchronized long take(Tick now) {
    for (var lease : leases) {
      if (lease.free > 0 && !lease.asked.isOver(now)) {
        lease.free--;
        lease.taken++;
        return lease.id;
      }
    }
    return -1;
  }

  /** Whether units of a lease may still be given away. */
  synchronized boolean isOpen(long id) {
    return leases.stream().anyMatch(lease -> lease.id == id);
  }

  /**
   * A unit of a lease was not needed.
   *
   * @param free whether it is free here again; else it goes back past this member
   */
  synchronized void back(long id, boolean free) {
    for (var lease : leases) {
      if (lease.id == id) {
        lease.free += free ? 1 : 0;
        lease.taken--;
      }
    }
  }

  private int free() {
    return leases.stream().mapToInt(lease -> lease.free).sum();
  }

  synchronized boolean isLow() {
    return free() <= wanted / 2;
  }

  synchronized int wanted() {
    return wanted;
  }

  /** Leases that are over; what was not taken of them is given back. */
  synchronized List<Ended> ended(Tick now) {
    var ended = new ArrayList<Ended>();
    leases.removeIf(
        lease -> {
          boolean over = lease.asked.isOver(now);
          if (over && lease.free > 0) {
            ended.add(new Ended(lease.id, lease.taken));
            wanted = Math.max(FEWEST, wanted / 2);
          }
          return over;
        });
    return ended;
  }

  /** Whether units are to be asked for now. */
  synchronized boolean begin(Tick now) {
    if (asking || converted || !isLow() || (refused && now.nanos - refusedAt < AGAIN_NANOS)) {
      return false;
    }
    asking = true;
    return true;
  }

  /** Nobody answered. */
  synchronized void unanswered() {
    asking = false;
    refused = false;
  }

  /** What came of it; empty where nothing was left. */
  synchronized void leased(Optional<BudgetTable.Lease> lease, Tick asked) {
    asking = false;
    ever = true;
    refused = lease.isEmpty();
    refusedAt = System.nanoTime();
    lease.ifPresent(
        one -> {
          if (free() == 0) {
            wanted = Math.min(MOST, wanted * 2);
          }
          leases.add(new Leased(one.id(), one.units(), asked));
        });
  }

  synchronized void converted(boolean enough) {
    converted = enough;
  }

  /** Why nothing may be given away now; null where something may. */
  synchronized @Nullable String closed(CampaignBudget budget) {
    if (converted) {
      return " has brought the %d conversions of its budget".formatted(budget.conversions());
    }
    if (!budget.countsExposures() || free() > 0) {
      return null;
    }
    if (!ever || !refused) {
      return " waits for its share of the budget";
    }
    return budget.daily() > 0
        ? " has used what its budget allows by now: %s".formatted(words(budget))
        : " has used its budget: %s".formatted(words(budget));
  }

  private static String words(CampaignBudget budget) {
    return budget.daily() == 0
        ? "%d exposures".formatted(budget.exposures())
        : budget.exposures() == 0
            ? "%d exposures a day".formatted(budget.daily())
            : "%d exposures, %d a day".formatted(budget.exposures(), budget.daily());
  }

  /** Everything that is at hand. */
  synchronized List<Ended> close() {
    var ended = new ArrayList<Ended>();
    leases.forEach(lease -> ended.add(new Ended(lease.id, lease.taken)));
    leases.clear();
    return ended;
  }
}
