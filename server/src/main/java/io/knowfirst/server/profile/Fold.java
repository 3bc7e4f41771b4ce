package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.ConsentAnswers.Join;
import io.knowfirst.server.profile.Profile.Attribute;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Folds events into a profile. Each part is a function of the set of events, whatever their order:
 * the newest of a name wins, the newest touches of each {@link Budget} are kept, an {@link Order}
 * counts once, visits are spans that grow together. What happened at the same millisecond is
 * ordered by the id of its event.
 */
final class Fold {
  static final int NAMES = 200;

  /** Touches that wait until what is kept of them is. */
  private static final int FRESH = 4_096;

  /** Orders that are folded at once: whoever has more is no shopper, and the oldest go. */
  private static final int MOST_ORDERS = 20_000;

  static final Comparator<Touch> ORDER =
      Comparator.comparingLong(Touch::at)
          .thenComparing(Touch::event)
          .thenComparing(Touch::kind)
          .thenComparing(Touch::name)
          .thenComparing(touch -> touch.item() == null ? "" : touch.item().product());

  private final Profile base;
  private final Map<String, Attribute> traits;
  private ConsentAnswers consents;
  private final FirstShown shown;
  private final Visits visits;
  private final Set<Long> numbers = new HashSet<>();
  private @Nullable Map<String, Order> orders;
  private int droppedOrders;
  private final KeptTouches touches;
  private Seqs seqs;
  private boolean changed;
  private @Nullable Instant joined;
  private boolean known;
  private boolean unsure;
  private long firstSeen;
  private int epoch;

  Fold(Profile base) {
    this.base = base;
    this.traits = new HashMap<>(base.stated());
    this.consents = new ConsentAnswers(base.visitor(), base.consents());
    this.shown = new FirstShown(base.assignments());
    this.visits = new Visits(base.visits());
    this.droppedOrders = base.orders().dropped();
    this.touches = new KeptTouches(base.activity());
    this.seqs = base.seqs();
    this.known = base.known();
    this.firstSeen = base.firstSeen();
    this.epoch = base.epoch();
  }

  Fold add(List<Stored> events) {
    for (var stored : events) {
      if (base.seqs().contains(stored.seq()) || numbers.contains(stored.seq())) {
        continue;
      }
      unsure |= !base.seqs().canTell(stored.seq());
      take(stored);
    }
    return this;
  }

  /** An event that the base does not hold for certain. */
  void addMissing(Stored stored) {
    take(stored);
    shorten();
  }

  private void take(Stored stored) {
    unsure |= base.orders().dropped() > 0 && mayBeOfADroppedOrder(stored.event());
    unsure |= mayBeOlderThanAMerge(stored.event());
    changed = true;
    numbers.add(stored.seq());
    add(stored.event());
  }

  private boolean mayBeOfADroppedOrder(Event event) {
    var id = Order.id(event);
    var order = id == null ? null : orders().get(id);
    return id != null
        && (order == null
            || (event.name().equals(Order.COMPLETED) && event.at().toEpochMilli() < order.at()));
  }

  /**
   * Of several ids in one, an answer counts for itself only if it came after they became one, which
   * an identify tells.
   */
  private boolean mayBeOlderThanAMerge(Event event) {
    boolean ties =
        event.type() == Event.Type.IDENTIFY
            && event.anonymous() != null
            && !base.consents().isEmpty();
    if (event.purposes().isEmpty() && !ties) {
      return false;
    }
    if (joined != null) {
      return !event.at().isAfter(joined);
    }
    return (known || !event.visitor().equals(base.visitor()))
        && (event.at().toEpochMilli() < base.visits().last()
            || event.purposes().entrySet().stream().anyMatch(this::isAnotherAnswer));
  }

  private boolean isAnotherAnswer(Map.Entry<String, Boolean> answer) {
    var grant = base.consents().get(answer.getKey());
    return grant == null || grant.granted() != answer.getValue();
  }

  /** For the fold of all events: when ids became one with others. */
  Fold joining(Collection<Join> joins) {
    consents = consents.joining(joins);
    return this;
  }

  /** The base holds all joins of its ids, of which this was the last. */
  Fold after(Instant join) {
    joined = join;
    return this;
  }

  /** All events of a visitor, each once, oldest first: the fold that is always sure. */
  Fold addAll(Iterable<Stored> events) {
    events.forEach(this::addAnew);
    return this;
  }

  /** One of {@link #addAll}. */
  void addAnew(Stored stored) {
    changed = true;
    numbers.add(stored.seq());
    add(stored.event());
    shorten();
  }

  /** Keeps of many what is kept of all in the end. */
  private void shorten() {
    if (touches.waiting() + numbers.size() < FRESH) {
      return;
    }
    touches.shorten();
    seqs = seqs();
    numbers.clear();
    if (orders != null && orders.size() > MOST_ORDERS) {
      var newest = Orders.newest(orders, droppedOrders);
      orders = new HashMap<>(newest.byId());
      droppedOrders = newest.dropped();
    }
  }

  private void add(Event event) {
    if (event.type() == Event.Type.RESET) {
      epoch += event.visitor().equals(base.visitor()) ? 1 : 0;
      return;
    }
    long at = event.at().toEpochMilli();
    firstSeen = firstSeen == 0 ? at : Math.min(firstSeen, at);
    known |= event.type() == Event.Type.IDENTIFY || event.anonymous() != null;
    var origin = new Origin(event.id(), Instant.ofEpochMilli(at));
    switch (event.type()) {
      case IDENTIFY ->
          event
              .values()
              .forEach(
                  (name, value) -> {
                    if (!name.equals(Event.CONSENT_UNTIL) && !name.equals(Event.CONSENT_SOURCE)) {
                      newest(traits, name, attribute(value, origin), ORIGIN);
                    }
                  });
      case EXPOSURE, STEP -> shown.add(event);
      default -> {}
    }
    var order = event.isMeasuredOnly() ? null : Order.id(event);
    if (order != null) {
      orders()
          .compute(order, (id, before) -> before == null ? Order.of(event) : before.with(event));
    }
    consents.add(event);
    touches.add(Happening.touches(event));
    if (Happening.isActivity(event)) {
      visits.add(
          new VisitState(at, at, Came.of(Happening.arrival(event)), Happening.device(event)));
    }
  }

  private static final Function<Attribute, Origin> ORIGIN = Attribute::origin;

  /** Puts a value in, unless there is a newer one of its name; at most {@link #NAMES} are kept. */
  static <T> void newest(Map<String, T> all, String name, T value, Function<T, Origin> origin) {
    var old = all.get(name);
    if (old == null || VisitState.precedes(origin.apply(old), origin.apply(value))) {
      all.put(name, value);
    }
    if (all.size() > NAMES) {
      var oldest =
          all.entrySet().stream()
              .min(
                  Comparator.comparing((Map.Entry<String, T> e) -> origin.apply(e.getValue()).at())
                      .thenComparing(e -> origin.apply(e.getValue()).event())
                      .thenComparing(Map.Entry::getKey))
              .orElseThrow();
      all.remove(oldest.getKey());
    }
  }

  private static Attribute attribute(Object value, Origin origin) {
    return value instanceof List<?> list
        ? new Attribute(list.stream().map(Fold::text).distinct().toList(), origin)
        : new Attribute(List.of(text(value)), origin);
  }

  /** A whole number reads the same whether it came as 34 or as 34.0. */
  static String text(Object value) {
    return value instanceof Number number && number.doubleValue() == number.longValue()
        ? Long.toString(number.longValue())
        : value.toString();
  }

  /** Null when the base cannot tell what the events change. */
  @Nullable Profile profile() {
    if (unsure || visits.unsure()) {
      return null;
    }
    if (!changed) {
      return base;
    }
    var person =
        new Person(
            base.visitor(), known, firstSeen, traits, consents.all(), shown.assignments(), epoch);
    var kept = orders == null ? base.orders() : Orders.newest(orders, droppedOrders);
    return new Profile(
        person, visits.history(), new Activity(touches.all(), touches.counts(), kept), seqs());
  }

  /** Read of the base when an event is about one. */
  private Map<String, Order> orders() {
    var known = orders;
    if (known == null) {
      known = new HashMap<>(base.orders().byId());
      orders = known;
    }
    return known;
  }

  private Seqs seqs() {
    return numbers.isEmpty()
        ? seqs
        : seqs.with(numbers.stream().mapToLong(number -> number).toArray());
  }
}
