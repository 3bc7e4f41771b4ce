package io.knowfirst.server.decide;

import io.knowfirst.server.budgets.BudgetDesk;
import io.knowfirst.server.decide.arbitration.MeasuredValues;
import io.knowfirst.server.decide.arbitration.MomentBounds;
import io.knowfirst.server.decide.arbitration.MomentBounds.Objection;
import io.knowfirst.server.decide.arbitration.PageView;
import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Note;
import io.knowfirst.server.model.Unproven;
import io.knowfirst.server.profile.Claim;
import io.knowfirst.server.profile.Reservations;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Makes decisions at the same time, on all members, keep to caps, groups and budgets together. A
 * decision is made first; what it shows of limited campaigns is then taken, for the visitor in one
 * step and of budgets from what the member has at hand. Where something cannot be had the decision
 * is made again with that as an objection, until all of it is taken. What is not confirmed lapses.
 * A decision that shows no limited campaign is settled as it is.
 */
public final class Settlement {
  /** Rounds after which no limited campaign wins any more. */
  private static final int ROUNDS = 6;

  /** What a thread waits for an answer at most. */
  private static final int SECONDS = 2;

  /** Seconds that one waits who contacts a visitor: longer than a member that hangs is kept. */
  private static final int MOST_WAITS = 12;

  private static final Duration ASKED = Duration.ofMillis(Claim.LAPSE_MS);

  /** How long what was made ahead may take until it is sent and confirmed. */
  private static final Duration SENT = Duration.ofHours(24);

  private final Reservations reservations;
  private final BudgetDesk budgets;
  private final Supplier<MeasuredValues> values;
  private final InstantSource clock;

  public Settlement(
      Reservations reservations,
      BudgetDesk budgets,
      Supplier<MeasuredValues> values,
      InstantSource clock) {
    this.reservations = reservations;
    this.budgets = budgets;
    this.values = values;
    this.clock = clock;
  }

  /** A decision that keeps to the limits, and the situation that it was made in. */
  record Settled(Situation situation, Decided decided) {}

  /** What bears on decisions now. */
  public MomentBounds bounds() {
    var closed = budgets.closed();
    var measured = values.get();
    if (closed.isEmpty()) {
      return measured.values().isEmpty()
          ? MomentBounds.NONE
          : new MomentBounds(measured, List.of(), null);
    }
    var objections = new ArrayList<Objection>(closed.size());
    closed.forEach(
        (campaign, why) ->
            objections.add(new Objection(null, campaign, new Note(Code.BUDGET_SPENT, why))));
    return new MomentBounds(measured, objections, null);
  }

  /** The situation in its page view, where it has one and that may bear on it. */
  Future<Situation> begin(Situation situation) {
    var view = situation.request().pageView();
    if (view == null || !isLedgered(situation)) {
      return Future.succeededFuture(situation);
    }
    return reservations
        .view(situation.known().profile().visitor(), view)
        .map(found -> found.map(one -> situation.in(pageView(one))).orElse(situation));
  }

  private static PageView pageView(Claim.Viewed view) {
    var seats = new HashMap<String, PageView.Seat>();
    for (var seat : view.seats()) {
      seats.put(seat.placement(), new PageView.Seat(seat.campaign(), seat.decision()));
    }
    return new PageView(Instant.ofEpochMilli(view.began()), seats);
  }

  /** Whether anything may be kept of the visitor for a few minutes. */
  private static boolean isLedgered(Situation situation) {
    var request = situation.request();
    return !request.isContextual()
        && !request.bot()
        && !Unproven.is(request.visitor())
        && !Redaction.of(situation).visitor();
  }

  /** Settles a decision for a visitor who asked. */
  Future<Settled> settle(Situation situation, Decided decided, DecisionPath path) {
    var round = new Round(situation, decided, path, ASKED, false);
    return round.isFree() ? Future.succeededFuture(round.settled()) : round.go(1);
  }

  /** Settles a decision for a visitor who is contacted. Blocks for a moment. */
  Settled settleNow(Situation situation, Decided decided, DecisionPath path) {
    var round = new Round(situation, decided, path, SENT, true);
    return round.isFree()
        ? round.settled()
        : round.go(1).toCompletionStage().toCompletableFuture().join();
  }

  /** The same, once it is complete: this thread goes on with it, and not the one that answered. */
  private static <T> Future<T> here(Future<T> answer) {
    return answer
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(SECONDS, TimeUnit.SECONDS)
        .<Future<T>>handle(
            (result, failure) ->
                failure == null ? Future.succeededFuture(result) : Future.failedFuture(failure))
        .join();
  }

  /** One decision on its way to be settled. */
  private final class Round {
    private final DecisionPath path;
    private final Duration lapse;
    private final boolean waits;
    private final boolean ledgered;
    private final List<Objection> objections;
    private final Units units = new Units();
    private Situation situation;
    private Decided decided;
    private int waited;

    Round(Situation situation, Decided decided, DecisionPath path, Duration lapse, boolean waits) {
      this.situation = situation;
      this.decided = decided;
      this.path = path;
      this.lapse = lapse;
      this.waits = waits;
      this.ledgered = isLedgered(situation);
      this.objections = new ArrayList<>(situation.outbound().bounds().objections());
    }

    Settled settled() {
      return new Settled(situation, decided);
    }

    /** Whether nothing is to be taken. */
    boolean isFree() {
      return (situation.request().pageView() == null || !ledgered)
          && !hasBudgets()
          && wishes().isEmpty();
    }

    private boolean hasBudgets() {
      return !isUncounted()
          && decided.decision().placements().stream()
              .anyMatch(placed -> placed.campaign() != null && isBudgeted(placed.campaign()));
    }

    /** Whether what is shown is never confirmed, or does not count. */
    private boolean isUncounted() {
      return situation.request().bot() || situation.request().isContextual();
    }

    private boolean isBudgeted(String campaign) {
      return budgets.counted().contains(campaign);
    }

    private Wishes wishes() {
      return Wishes.of(situation, decided, ledgered);
    }

    Future<Settled> go(int round) {
      if (round > ROUNDS) {
        return giveWay("gave way, as too many decisions are made for the visitor at the same time");
      }
      if (takeUnits()) {
        again();
        return go(round + 1);
      }
      var wishes = wishes();
      if (!ledgered || (wishes.isEmpty() && situation.request().pageView() == null)) {
        return Future.succeededFuture(done());
      }
      var claim = wishes.claim(situation, decided, clock.millis(), lapse);
      var visitor = situation.known().profile().visitor();
      var asked = situation.request().visitor();
      var claimed =
          waits
              ? here(reservations.claimThere(visitor, asked, claim))
              : reservations.claim(visitor, asked, claim);
      return claimed.transform(
          answered -> {
            if (answered.failed()) {
              return unanswered(round);
            }
            var refused = wishes.refused(answered.result());
            if (refused.isEmpty()) {
              return Future.succeededFuture(done());
            }
            objections.addAll(refused);
            again();
            return go(round + 1);
          });
    }

    /**
     * Nobody knows what the visitor was shown: a campaign with a limit is not shown, rather than
     * once too often. Who is contacted is decided for when that is known again.
     */
    private Future<Settled> unanswered(int round) {
      if (waits && ++waited <= MOST_WAITS) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        return go(round);
      }
      return giveWay("gave way, as the member that counts for the visitor does not answer");
    }

    /** Takes units of budgets; whether one was missing. */
    private boolean takeUnits() {
      boolean missing = false;
      if (isUncounted()) {
        return false;
      }
      for (var placed : decided.decision().placements()) {
        var campaign = placed.campaign();
        if (campaign == null || !isBudgeted(campaign) || Wishes.isKept(situation, placed)) {
          continue;
        }
        var exposure = Wishes.exposure(situation, placed);
        if (!units.has(campaign, exposure) && !units.take(campaign, exposure, lapse, budgets)) {
          missing = true;
          objections.add(
              new Objection(
                  null,
                  campaign,
                  new Note(
                      Code.BUDGET_SPENT,
                      "Campaign %s has no exposure at hand of its budget".formatted(campaign))));
        }
      }
      return missing;
    }

    /** Settles it without campaigns that have limits. */
    private Future<Settled> giveWay(String why) {
      for (var campaign : situation.rules().base().folder().campaigns().keySet()) {
        if (situation.rules().arbiter().counts().limits(campaign)) {
          objections.add(
              new Objection(
                  null,
                  campaign,
                  new Note(Code.CAP_REACHED, "Campaign %s %s".formatted(campaign, why))));
        }
      }
      again();
      return Future.succeededFuture(done());
    }

    private void again() {
      situation = situation.with(situation.outbound().bounds().with(objections));
      decided = path.again(situation, decided);
    }

    /** Gives back the units of what is not shown after all. */
    private Settled done() {
      units.releaseBut(situation, decided, budgets);
      return settled();
    }
  }
}
