package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Touch;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a visitor, folded from events. Immutable. */
public final class Profile {
  private final String visitor;

  private Profile(String visitor) {
    this.visitor = visitor;
  }

  /** The profile of a visitor without events. */
  public static Profile empty(String visitor) {
    return new Profile(visitor);
  }

  /** The known visitor where an anonymous one was asked for and is tied. */
  public String visitor() {
    return visitor;
  }

  /** Whether the visitor has told us who they are. */
  public boolean known() {
    return false;
  }

  /** What was stated of the visitor last, by name. */
  public Map<String, Attribute> traits() {
    return Map.of();
  }

  /** What the visitor granted or refused last, by purpose. */
  public Map<String, Grant> consents() {
    return Map.of();
  }

  /** Oldest first; what was shown is in it as {@link Touch.Kind#SHOWN}. */
  public History history() {
    return History.EMPTY;
  }

  /** How many touches of a kind were dropped, the oldest first. */
  public int dropped(Touch.Kind kind) {
    throw new UnsupportedOperationException(kind.toString());
  }

  /** Milliseconds since the epoch of the first event; 0 when there is none. */
  public long firstSeen() {
    return 0;
  }

  /**
   * When the kept visits began that did so until {@code now}, oldest first, in milliseconds since
   * the epoch; the last is the visit that {@code now} lies in, which may begin now. At most 101.
   */
  public long[] visitStarts(long now) {
    throw new UnsupportedOperationException();
  }

  /** How many visits there were until {@code now}, the one {@code now} lies in included. */
  public int visits(long now) {
    throw new UnsupportedOperationException();
  }

  /** When the visit that {@code now} lies in began: {@code now} itself after 30 idle minutes. */
  public long visitSince(long now) {
    throw new UnsupportedOperationException();
  }

  /** Where the visit that {@code now} lies in last came from, when an event of it says so. */
  public @Nullable Arrival arrival(long now) {
    throw new UnsupportedOperationException();
  }

  /**
   * A trait.
   *
   * @param values texts, more than one for a list
   */
  public record Attribute(List<String> values, Origin origin) {
    public Attribute {
      values = List.copyOf(values);
    }
  }

  /** An answer to the question for a purpose. */
  public record Grant(boolean granted, Origin origin) {}
}
