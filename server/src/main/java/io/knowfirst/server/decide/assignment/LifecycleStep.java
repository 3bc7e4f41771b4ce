package io.knowfirst.server.decide.assignment;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an owner tells an experiment to do. Telling it again changes nothing. */
public enum LifecycleStep {
  START(State.RUNNING, State.DRAFT, State.PAUSED),
  PAUSE(State.PAUSED, State.RUNNING),
  /** Ends it for one of its variations, which is the placement's default from then on. */
  DECIDE(State.DECIDED, State.RUNNING, State.PAUSED),
  /** Ends it without a decision. */
  STOP(State.DECIDED, State.RUNNING, State.PAUSED),
  ARCHIVE(State.ARCHIVED, State.DRAFT, State.DECIDED);

  private final State leads;
  private final State from;
  private final State orFrom;

  LifecycleStep(State leads, State from) {
    this(leads, from, from);
  }

  LifecycleStep(State leads, State from, State orFrom) {
    this.leads = leads;
    this.from = from;
    this.orFrom = orFrom;
  }

  /** As it stands in paths and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The experiment after it; itself where nothing changes.
   *
   * @param variation that is decided on; for {@link #DECIDE} only
   * @throws Refusal where its state or its variations do not allow it
   */
  public Registered take(Registered old, @Nullable String variation, Instant now) {
    var decision = this == DECIDE || this == STOP ? variation : old.decision();
    if (old.state() == leads && Objects.equals(decision, old.decision())) {
      return old;
    }
    if (old.state() != from && old.state() != orFrom) {
      var expected = from == orFrom ? from.word() : from.word() + " or " + orFrom.word();
      throw new Refusal(
          List.of(
              "Experiment %s is %s, expected %s. %s"
                  .formatted(old.id(), old.state().word(), expected, advice(old.state()))));
    }
    if (this == DECIDE && !old.contents().containsKey(String.valueOf(variation))) {
      throw new Refusal(
          List.of(
              "The variation is %s, expected one of %s."
                  .formatted(variation, old.contents().keySet().stream().sorted().toList())),
          List.of(
              new Refusal.Field(
                  "/variation",
                  "one of " + String.join(", ", new TreeSet<>(old.contents().keySet())),
                  "it was renamed.")));
    }
    var next = old.in(leads, now);
    return new Registered(next.definition(), leads, next.split(), decision, next.started(), now);
  }

  private static String advice(State state) {
    return switch (state) {
      case DRAFT -> "Maybe start it first.";
      case RUNNING, PAUSED -> "Maybe decide or stop it first.";
      case DECIDED, ARCHIVED ->
          "Maybe apply it with newPhase: true, which makes it a draft of its next phase.";
    };
  }
}
