package io.knowfirst.server.profile;

import io.knowfirst.experiments.assignment.Sticky;
import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Habits.PastVisit;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a visitor, folded from events. Immutable; the same set of events gives the same
 * profile, in whatever order they came.
 */
public final class Profile implements Cached {
  private static final int ERASED = Integer.MAX_VALUE;

  private final Person person;
  private final VisitHistory visits;
  private final Activity activity;
  private final Seqs seqs;
  private final Map<String, Attribute> traits;

  Profile(Person person, VisitHistory visits, Activity activity, Seqs seqs) {
    this.person = person;
    this.visits = visits;
    this.activity = activity;
    this.seqs = seqs;
    this.traits = Stated.traits(person.stated());
  }

  private Profile(Person person) {
    this(person, VisitHistory.NONE, Activity.NONE, Seqs.NONE);
  }

  /** The profile of a visitor without events. */
  public static Profile empty(String visitor) {
    return new Profile(Person.unknown(visitor, 0));
  }

  /** The profile of an id that was erased: nothing is known, and all its proofs have ended. */
  static Profile erased(String visitor) {
    return new Profile(Person.unknown(visitor, ERASED));
  }

  /** What these events, and no others, make known of a visitor. */
  public static Profile of(String visitor, Collection<Event> events) {
    return empty(visitor).with(events);
  }

  /** With events that are stored nowhere; as it is where only all of them anew could tell. */
  public Profile with(Collection<Event> events) {
    var stored = new ArrayList<Stored>(events.size());
    long seq = Long.MAX_VALUE - events.size();
    for (var event :
        events.stream().sorted(Comparator.comparing(Event::at).thenComparing(Event::id)).toList()) {
      stored.add(new Stored(seq++, event));
    }
    var folded = new Fold(this).addAll(stored).profile();
    return folded == null ? this : folded;
  }

  /**
   * This profile as it would be if more had been told.
   *
   * @param login whether the visitor is known, if not so already
   * @param more traits; those that are there already stay
   */
  public Profile supposing(boolean login, Map<String, Attribute> more) {
    return new Profile(person.supposing(login, more, traits.keySet()), visits, activity, seqs);
  }

  /** The same without what was searched for; that something was, and when, stays. */
  public Profile withoutSearchText() {
    return new Profile(person, visits, activity.withoutSearchText(), seqs);
  }

  /**
   * The same without what needs consent to be read: what was shown (caps) and what was drawn stay.
   */
  public Profile withoutPerson() {
    return new Profile(person.withoutStated(), VisitHistory.NONE, activity.shown(), Seqs.NONE);
  }

  /** The known visitor where an anonymous one was asked for and is tied. */
  public String visitor() {
    return person.visitor();
  }

  /** Whether the visitor has told us who they are: by an identify, or by an id of their own. */
  public boolean known() {
    return person.known();
  }

  /** What was stated of the visitor last and holds, by name; at most {@value Fold#NAMES}. */
  public Map<String, Attribute> traits() {
    return traits;
  }

  /** With what was taken away: attributes without values. */
  Map<String, Attribute> stated() {
    return person.stated();
  }

  /** What the visitor granted or refused last, by purpose; at most {@value Fold#NAMES}. */
  public Map<String, Grant> consents() {
    return person.consents();
  }

  /** What the visitor was shown first of each experiment and holdout, by its id. */
  public Map<String, Sticky> assignments() {
    return person.assignments();
  }

  /** What the visitor did, as far as each {@link Budget} keeps it, and what orders come to. */
  public History history() {
    return activity.history();
  }

  /** The same as it was known at {@code now}, in milliseconds since the epoch. */
  public History history(long now) {
    return activity.history(now);
  }

  /** How often what is of a kind happened and is not kept, the oldest first. */
  public int dropped(Touch.Kind kind) {
    return activity.dropped(kind);
  }

  /** How much of all kinds is not kept; an order counts once. */
  public int dropped() {
    return activity.dropped();
  }

  /** Milliseconds since the epoch of the first event; 0 when there is none. */
  public long firstSeen() {
    return person.firstSeen();
  }

  /**
   * When the kept visits began that did so until {@code now}, oldest first, in milliseconds since
   * the epoch; the last is the visit that {@code now} lies in, which may begin now. At most {@value
   * Visits#STARTS} and that one.
   */
  public long[] visitStarts(long now) {
    return visits.starts(now);
  }

  /** The newest visits, oldest first, without the one that {@code now} lies in. */
  public List<PastVisit> visitsBefore(long now) {
    return visits.before(now);
  }

  /** How many visits there were until {@code now}, the one {@code now} lies in included. */
  public int visits(long now) {
    return visits.count(now);
  }

  /** When the visit that {@code now} lies in began: {@code now} itself after 30 idle minutes. */
  public long visitSince(long now) {
    return visits.since(now);
  }

  /** Where the visit that {@code now} lies in last came from, when an event of it says so. */
  public @Nullable Arrival arrival(long now) {
    return visits.arrival(now);
  }

  /**
   * With events that happened as well; those it has are left out.
   *
   * @return null when it cannot tell what they change, and all must be folded anew
   */
  @Nullable Profile with(List<Stored> events) {
    return new Fold(this).add(events).profile();
  }

  /** Whether the event is in it for certain. */
  boolean contains(Stored stored) {
    return seqs.contains(stored.seq())
        || touches().stream().anyMatch(t -> t.event().equals(stored.event().id()));
  }

  /** How often the visitor was reset: a proof from before that is worth nothing. */
  public int epoch() {
    return person.epoch();
  }

  /** Whether the visitor was erased, so that nothing may be stored of them any more. */
  public boolean isErased() {
    return person.epoch() == ERASED;
  }

  VisitHistory visits() {
    return visits;
  }

  Person person() {
    return person;
  }

  Activity activity() {
    return activity;
  }

  /** What is kept apart from orders that have an id, in order. */
  List<Touch> touches() {
    return activity.touches();
  }

  Orders orders() {
    return activity.orders();
  }

  Seqs seqs() {
    return seqs;
  }

  /** As bytes, to be kept for longer than a version of the server lives. */
  public byte[] encoded() {
    return ProfileFormat.encoded(this);
  }

  /**
   * The profile that was {@link #encoded}.
   *
   * @throws IllegalArgumentException when another version of the server wrote it
   */
  public static Profile decoded(byte[] bytes) {
    return ProfileFormat.decoded(bytes);
  }

  /** Two profiles are equal when a decision could not tell them apart, now or later. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Profile that
        && person.equals(that.person)
        && visits.equals(that.visits)
        && activity.equals(that.activity);
  }

  @Override
  public int hashCode() {
    return person.visitor().hashCode() + 31 * activity.hashCode();
  }

  @Override
  public String toString() {
    return "Profile[%s, visits=%s, %s]".formatted(person, visits, activity);
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

  /**
   * An answer to the question for a purpose.
   *
   * @param until when a grant ends by itself; null for never
   * @param source that asked, such as a banner; null where it was not told
   */
  public record Grant(
      boolean granted, Origin origin, @Nullable Instant until, @Nullable String source) {
    /** Whether the purpose is granted at a moment. */
    public boolean holds(Instant now) {
      return granted && (until == null || now.isBefore(until));
    }
  }

  /**
   * Whether the visitor may be profiled: interests and forecasts be made of them, and others learn
   * from them.
   *
   * @param purpose under which the shop does so
   */
  public boolean isProfiled(String purpose, Instant now) {
    return person.isProfiled(purpose, now);
  }

  /** The purposes that are granted at a moment. */
  public Set<String> granted(Instant now) {
    return person.granted(now);
  }
}
