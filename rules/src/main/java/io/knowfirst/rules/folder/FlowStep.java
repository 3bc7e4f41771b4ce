package io.knowfirst.rules.folder;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One step of a campaign over time; what comes after it is told by its place in the flow. */
public sealed interface FlowStep {
  /** Where the flow ends. */
  int END = -1;

  /** Names it among the steps of its campaign; a visitor who is inside keeps it over edits. */
  String id();

  /** Its line in its file, from 1. */
  int line();

  /** The place in the flow of what comes after it; {@link #END} for nothing. */
  int next();

  /** What it does, in words. */
  default String words() {
    if (this instanceof Telling telling) {
      var what = this instanceof Show show ? " for " + MaxAge.text(show.lasting()) : "";
      return "%s %s at %s%s (%s)"
          .formatted(
              this instanceof Show ? "show" : "send",
              telling.content(),
              String.join(", ", telling.at()),
              what,
              id());
    } else if (this instanceof Wait wait) {
      return "wait " + MaxAge.text(wait.lasting());
    } else if (this instanceof Branch branch) {
      return "if %s %s".formatted(branch.asked().kind().word(), branch.asked().of());
    }
    return "leave " + ((Leave) this).reason();
  }

  /** Whether a visitor may be at the step; at a branch and at an end nobody stays. */
  default boolean isLasting() {
    return !(this instanceof Branch) && !(this instanceof Leave);
  }

  /** A step that has something for the visitor: a content, and the placements where it may be. */
  sealed interface Telling extends FlowStep permits Show, Send {
    String content();

    List<String> at();
  }

  /** Something is shown to who comes by, for some time. */
  record Show(String id, int line, String content, List<String> at, Duration lasting, int next)
      implements Telling {
    public Show {
      at = List.copyOf(at);
    }
  }

  /** Something is sent, once, over the channel that the visitor prefers and allows. */
  record Send(String id, int line, String content, List<String> at, int next) implements Telling {
    public Send {
      at = List.copyOf(at);
    }
  }

  /** Nothing happens for some time. */
  record Wait(String id, int line, Duration lasting, int next) implements FlowStep {}

  /** Goes on at one place or another, by what is known of the visitor at that moment. */
  record Branch(String id, int line, Asked asked, int next, int otherwise) implements FlowStep {}

  /** The visitor leaves the campaign. */
  record Leave(String id, int line, String reason) implements FlowStep {
    @Override
    public int next() {
      return END;
    }
  }

  /**
   * What a branch asks.
   *
   * @param of a step that came before, or a segment
   */
  record Asked(AskedKind kind, String of) {
    /** What may be asked. */
    public enum AskedKind {
      /** What the step shows was really shown, or it was sent. */
      SHOWN,
      /** The visitor followed what the step showed or sent. */
      CLICKED,
      /** They responded to it in any way. */
      RESPONDED,
      /** They belong to a segment. */
      SEGMENT;

      /** As it stands in files. */
      public String word() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }
}
