package io.knowfirst.server.decide.flow;

import io.knowfirst.server.model.Event;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A visitor goes on in a campaign. As an event it says all of where they are then, and its id is
 * that of its number in the entry: however often and by whomever it is stored, it counts once.
 *
 * @param to where the visitor is then
 * @param detail the channel of what was sent, the reason for leaving; may be empty
 */
public record FlowMove(FlowPosition to, Kind kind, String detail) {
  static final String VISITOR = "visitor";
  static final String ENTRY = "entry";
  static final String BEGAN = "began";
  static final String NUMBER = "number";
  static final String KIND = "kind";
  static final String STEP = "step";
  static final String TOLD = "told";
  static final String SINCE = "since";
  static final String NEXT = "next";
  private static final String DETAIL = "detail";
  private static final String HOLDOUTS = "holdouts";
  private static final int MOST_NEXT = 5;
  private static final String BETWEEN = "\n";

  /** What happened. */
  public enum Kind {
    /** They entered. */
    ENTERED,
    /** A step that lasts began. */
    BEGUN,
    /** Something was sent. */
    SENT,
    /** Nothing was sent, as the visitor is held out. */
    HELD,
    /** Nothing was sent, as no channel is allowed or there was nothing to show. */
    UNSENT,
    /** Nothing was sent, as it was too late. */
    MISSED,
    /** They left. */
    LEFT;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As events have it. */
    public String word() {
      return word;
    }

    /** Whether a step that sends is over by it. */
    boolean isOfSending() {
      return this == SENT || this == HELD || this == UNSENT || this == MISSED;
    }
  }

  /**
   * As it is stored.
   *
   * @param draws what was drawn when they entered, as {@link
   *     io.knowfirst.server.model.HoldoutAssignment.Draw#text}
   */
  public Event event(Instant now, List<String> draws) {
    var entry = to.entry();
    var values = new HashMap<String, Object>();
    values.put(VISITOR, entry.visitor());
    values.put(ENTRY, Integer.toString(entry.number()));
    values.put(BEGAN, Long.toString(entry.began().toEpochMilli()));
    values.put(NUMBER, Integer.toString(to.number()));
    values.put(KIND, kind.word());
    values.put(STEP, to.step());
    values.put(TOLD, to.told().step());
    values.put(SINCE, Long.toString(to.told().since().toEpochMilli()));
    values.put(NEXT, String.join(BETWEEN, to.next().stream().limit(MOST_NEXT).toList()));
    values.put(DETAIL, detail);
    if (!draws.isEmpty()) {
      values.put(HOLDOUTS, List.copyOf(draws));
    }
    return new Event(
        "step:%s:%d:%d".formatted(entry.campaign(), entry.number(), to.number()),
        Event.Type.STEP,
        entry.campaign(),
        entry.visitor(),
        null,
        to.at(),
        now.isBefore(to.at()) ? to.at() : now,
        List.of(),
        values,
        Map.of(),
        null);
  }

  static List<String> next(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(BETWEEN, -1));
  }
}
