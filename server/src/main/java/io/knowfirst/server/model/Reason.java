package io.knowfirst.server.model;

import io.knowfirst.rules.base.Firing;
import io.knowfirst.rules.facts.Origin;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a placement shows what it shows; merged step by step as the decision is made.
 *
 * @param firing the rule that made the winning offer and what it rested on; null where none won
 * @param segments all segments the visitor was in
 * @param consents granted by the visitor, without which this would not be shown
 * @param notes what else bore on it, in order: offers that lost and why, rules that failed, a
 *     profile that was missing
 * @param products what recommends each product that is shown
 */
public record Reason(
    @Nullable Firing firing,
    List<String> segments,
    List<Granted> consents,
    List<Note> notes,
    List<Decision.Basis> products) {
  public Reason {
    segments = List.copyOf(segments);
    consents = List.copyOf(consents);
    notes = List.copyOf(notes);
    products = List.copyOf(products);
  }

  /** Of what rests on no consent. */
  public Reason(@Nullable Firing firing, List<String> segments, List<Note> notes) {
    this(firing, segments, List.of(), notes, List.of());
  }

  /** A purpose, and the event by which the visitor granted it. */
  public record Granted(String purpose, Origin origin) {}

  /** A code for programs and a sentence for people. */
  public record Note(Code code, String text) {}

  /** What a note is about. */
  public enum Code {
    PROFILE_MISSING(true),
    PROFILE_UNAVAILABLE(true),
    CONSENT_MISSING(true),
    VISITOR_ERASED(true),
    RULE_FAILED,
    STALE_FACT,
    LOWER_PRIORITY,
    OUT_OF_SCHEDULE,
    CAP_REACHED,
    GROUP_TAKEN,
    BUDGET_SPENT,
    PAGE_VIEW_KEPT,
    OUT_OF_STOCK,
    NO_OFFER,
    EVENTS_NOT_STORED(true),
    HISTORY_SHORTENED,
    ORDER_REPEATED(true),
    ORDER_UNKNOWN(true),
    HELD_OUT,
    FORCED,
    STICKY,
    AUDIENCE_MATCHED,
    NOT_IN_AUDIENCE,
    EXCLUDED_BY_GROUP,
    NOT_IN_COVERAGE,
    EXPERIMENT_FAILED,
    EXPERIMENT_DECIDED,
    BOT,
    CONTEXTUAL(true),
    CONTEXT_STALE(true),
    PLACEMENT_UNKNOWN(true);

    private final boolean ofRequest;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Code() {
      this(false);
    }

    Code(boolean ofRequest) {
      this.ofRequest = ofRequest;
    }

    /**
     * Whether it is about what the caller itself did or did not send, and tells nothing of rules,
     * campaigns or what the visitor is known for.
     */
    public boolean isOfRequest() {
      return ofRequest;
    }

    /** As it stands in answers and logs: {@code lower-priority}. */
    public String word() {
      return word;
    }
  }
}
