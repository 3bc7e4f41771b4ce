package io.knowfirst.server.rulesets.drafts;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Changed files of the rules on the way to a version, without the files.
 *
 * @param base hash of the version that it changes
 * @param revision rises with each change of the draft; its ETag
 * @param changed when the revision rose last
 */
public record RuleDraft(
    String id, About about, String base, State state, long revision, Instant changed, Steps steps) {

  /** How far a draft has come. */
  public enum State {
    OPEN,
    SUBMITTED,
    APPROVED,
    SCHEDULED,
    PUBLISHED,
    DISCARDED;

    /** As it stands in answers and tables. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What it is called and whose it is.
   *
   * @param author who answers for it, as {@link io.knowfirst.server.model.Actor#person}
   * @param authorName what the key's owner calls it; null where that is not known
   * @param contributors everybody who changed a file of it, the author among them
   */
  public record About(
      String name,
      String note,
      String author,
      @Nullable String authorName,
      Set<String> contributors,
      Instant created) {
    public About {
      contributors = Collections.unmodifiableSet(new TreeSet<>(contributors));
    }
  }

  /**
   * What was done about going live.
   *
   * @param published hash of the version that it became
   * @param problem why it did not go live when it was due
   */
  public record Steps(
      @Nullable Submission submission,
      @Nullable Review review,
      @Nullable Appointment appointment,
      @Nullable String published,
      @Nullable String problem) {
    static final Steps NONE = new Steps(null, null, null, null, null);

    Steps with(@Nullable Appointment other) {
      return new Steps(submission, review, other, published, null);
    }

    Steps became(String version) {
      return new Steps(submission, review, appointment, version, null);
    }

    Steps failed(String why) {
      return new Steps(submission, review, null, published, why);
    }
  }

  /**
   * @param hash of the content, which is what may go live
   */
  public record Submission(String by, Instant at, String comment, String hash) {}

  /** A second person's word on it. */
  public record Review(String by, Instant at, String comment) {}

  /**
   * When it is to go live.
   *
   * @param zone as its author gave the time
   * @param most share of decisions that it may change then, 0 to 1; 1 asks nothing
   * @param comment stands in the version's message; empty for none
   */
  public record Appointment(String by, Instant due, ZoneId zone, double most, String comment) {}

  /** The same a change later. */
  RuleDraft with(State next, Steps then, Instant now) {
    return new RuleDraft(id, about, base, next, revision + 1, now, then);
  }

  /** The same with other files, changed by somebody. */
  RuleDraft changed(String by, String onto, Instant now) {
    var all = new TreeSet<>(about.contributors());
    all.add(by);
    var more =
        new About(
            about.name(), about.note(), about.author(), about.authorName(), all, about.created());
    return new RuleDraft(id, more, onto, state, revision + 1, now, steps);
  }

  /** The state that it has without an appointment. */
  State unscheduled() {
    return steps.submission() == null
        ? State.OPEN
        : steps.review() == null ? State.SUBMITTED : State.APPROVED;
  }
}
