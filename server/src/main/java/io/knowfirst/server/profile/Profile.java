package io.knowfirst.server.profile;

import io.knowfirst.experiments.assignment.Sticky;
import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a visitor, folded from events. Immutable; the same set of events gives the same
 * profile, in whatever order they came.
 */
public final class Profile implements Cached {
  private static final int ERASED = Integer.MAX_VALUE;
  private static final int KINDS = Touch.Kind.values().length;

  private final String visitor;
  private final boolean known;
  private final long firstSeen;
  private final Map<String, Attribute> stated;
  private final Map<String, Attribute> traits;
  private final Map<String, Grant> consents;
  private final VisitHistory visits;
  private final List<Touch> touches;
  private final int[] counts;
  private final Orders orders;
  private final int dropped;
  private final History history;
  private final Map<String, Sticky> assignments;
  private final int epoch;
  private final Seqs seqs;

  Profile(
      String visitor,
      boolean known,
      long firstSeen,
      Map<String, Attribute> stated,
      Map<String, Grant> consents,
      VisitHistory visits,
      List<Touch> touches,
      int[] counts,
      Orders orders,
      Map<String, Sticky> assignments,
      int epoch,
      Seqs seqs) {
    this.visitor = visitor;
    this.known = known;
    this.firstSeen = firstSeen;
    this.stated = Map.copyOf(stated);
    this.traits = Stated.traits(stated);
    this.consents = Map.copyOf(consents);
    this.visits = visits;
    this.touches = List.copyOf(touches);
    this.counts = counts;
    this.orders = orders;
    this.dropped = dropped(counts, touches) + orders.dropped();
    this.history = history(touches, orders.touches(Long.MAX_VALUE));
    this.assignments = Map.copyOf(assignments);
    this.epoch = epoch;
    this.seqs = seqs;
  }

  /**
   * Bytes of the heap that it takes decoded, at most about, once its touches are grouped for the
   * rules; texts count by their length, since whoever sends events chooses how long they are.
   */
  long weight() {
    return ProfileWeight.of(this);
  }

  /** The profile of a visitor without events. */
  public static Profile empty(String visitor) {
    return empty(visitor, 0);
  }

  /** The profile of an id that was erased: nothing is known, and all its proofs have ended. */
  static Profile erased(String visitor) {
    return empty(visitor, ERASED);
  }

  private static Profile empty(String visitor, int epoch) {
    return new Profile(
        visitor,
        false,
        0,
        Map.of(),
        Map.of(),
        VisitHistory.NONE,
        List.of(),
        new int[KINDS],
        Orders.NONE,
        Map.of(),
        epoch,
        Seqs.NONE);
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
    var told = new HashMap<>(more);
    told.keySet().removeAll(traits.keySet());
    var stated = new HashMap<>(this.stated);
    stated.putAll(told);
    return new Profile(
        visitor,
        known || login,
        firstSeen,
        stated,
        consents,
        visits,
        touches,
        counts,
        orders,
        assignments,
        epoch,
        seqs);
  }

  /** The same without what was searched for; that something was, and when, stays. */
  public Profile withoutSearchText() {
    var blank =
        touches.stream()
            .map(touch -> touch.kind() == Touch.Kind.SEARCHED ? touch.withoutName() : touch)
            .toList();
    return new Profile(
        visitor,
        known,
        firstSeen,
        stated,
        consents,
        visits,
        blank,
        counts,
        orders,
        assignments,
        epoch,
        seqs);
  }

  /**
   * The same without what needs consent to be read: what was shown (caps) and what was drawn stay.
   */
  public Profile withoutPerson() {
    return new Profile(
        visitor,
        known,
        firstSeen,
        Map.of(),
        consents,
        VisitHistory.NONE,
        touches.stream().filter(touch -> touch.kind() == Touch.Kind.SHOWN).toList(),
        new int[KINDS],
        Orders.NONE,
        assignments,
        epoch,
        Seqs.NONE);
  }

  /** The known visitor where an anonymous one was asked for and is tied. */
  public String visitor() {
    return visitor;
  }

  /** Whether the visitor has told us who they are: by an identify, or by an id of their own. */
  public boolean known() {
    return known;
  }

  /** What was stated of the visitor last and holds, by name; at most {@value Fold#NAMES}. */
  public Map<String, Attribute> traits() {
    return traits;
  }

  /** With what was taken away: attributes without values. */
  Map<String, Attribute> stated() {
    return stated;
  }

  /** What the visitor granted or refused last, by purpose; at most {@value Fold#NAMES}. */
  public Map<String, Grant> consents() {
    return consents;
  }

  /**
   * What the visitor was shown first of each experiment, and of each holdout, by its id; at most
   * {@value Fold#NAMES}.
   */
  public Map<String, Sticky> assignments() {
    return assignments;
  }

  /**
   * What the visitor did, as far as each kind's {@link Budget} keeps it, and what their orders come
   * to now; what was shown is in it as {@link Touch.Kind#SHOWN}.
   */
  public History history() {
    return history;
  }

  /** The same as it was known at {@code now}, in milliseconds since the epoch. */
  public History history(long now) {
    return orders.newest() <= now
        ? history.until(now)
        : history(touches, orders.touches(now)).until(now);
  }

  private static History history(List<Touch> touches, List<Touch> ordered) {
    if (ordered.isEmpty()) {
      return History.of(touches);
    }
    var all = new ArrayList<>(touches);
    all.addAll(ordered);
    all.sort(Fold.ORDER);
    return History.of(all);
  }

  private static int dropped(int[] counts, List<Touch> touches) {
    int dropped = 0;
    for (int count : counts) {
      dropped += count;
    }
    for (var touch : touches) {
      dropped -= touch.times();
    }
    return dropped;
  }

  /** How often what is of a kind happened and is not kept, the oldest first. */
  @SuppressWarnings("EnumOrdinal")
  public int dropped(Touch.Kind kind) {
    int kept = 0;
    for (var touch : touches) {
      kept += touch.kind() == kind ? touch.times() : 0;
    }
    return counts[kind.ordinal()] - kept;
  }

  /** How much of all kinds is not kept; an order counts once. */
  public int dropped() {
    return dropped;
  }

  /** Milliseconds since the epoch of the first event; 0 when there is none. */
  public long firstSeen() {
    return firstSeen;
  }

  /**
   * When the kept visits began that did so until {@code now}, oldest first, in milliseconds since
   * the epoch; the last is the visit that {@code now} lies in, which may begin now. At most {@value
   * Visits#STARTS} and that one.
   */
  public long[] visitStarts(long now) {
    return visits.starts(now);
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
        || touches.stream().anyMatch(t -> t.event().equals(stored.event().id()));
  }

  /** How often the visitor was reset: a proof from before that is worth nothing. */
  public int epoch() {
    return epoch;
  }

  /** Whether the visitor was erased, so that nothing may be stored of them any more. */
  public boolean isErased() {
    return epoch == ERASED;
  }

  VisitHistory visits() {
    return visits;
  }

  /** What is kept apart from orders that have an id, in order. */
  List<Touch> touches() {
    return touches;
  }

  /** How many touches there ever were, by the ordinal of their kind. */
  int[] counts() {
    return counts;
  }

  Orders orders() {
    return orders;
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
        && visitor.equals(that.visitor)
        && known == that.known
        && firstSeen == that.firstSeen
        && stated.equals(that.stated)
        && consents.equals(that.consents)
        && visits.equals(that.visits)
        && touches.equals(that.touches)
        && orders.equals(that.orders)
        && assignments.equals(that.assignments)
        && epoch == that.epoch
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return visitor.hashCode() + 31 * touches.hashCode();
  }

  @Override
  public String toString() {
    return "Profile[%s, known=%s, traits=%s, consents=%s, visits=%s, touches=%s %s, orders=%s, assignments=%s]"
        .formatted(
            visitor,
            known,
            stated,
            consents,
            visits,
            Arrays.toString(counts),
            touches,
            orders,
            assignments);
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
    var own = consents.get(RuleFolder.PROFILING);
    var grant = consents.get(purpose);
    return grant != null && grant.holds(now) && (own == null || own.granted());
  }

  /** The purposes that are granted at a moment. */
  public Set<String> granted(Instant now) {
    return consents.entrySet().stream()
        .filter(consent -> consent.getValue().holds(now))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
