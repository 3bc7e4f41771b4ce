package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Profile.Attribute;
import io.knowfirst.server.profile.Profile.Grant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Folds events into a profile. Each part is a function of the set of events, whatever their order:
 * the newest of a name wins, the newest touches are kept, visits are spans that grow together. What
 * happened at the same millisecond is ordered by the id of its event.
 */
final class Fold {
  static final int TOUCHES = 500;
  static final int NAMES = 200;

  private static final Comparator<Touch> ORDER =
      Comparator.comparingLong(Touch::at)
          .thenComparing(Touch::event)
          .thenComparing(Touch::kind)
          .thenComparing(Touch::name)
          .thenComparing(touch -> touch.item() == null ? "" : touch.item().product());

  private final Profile base;
  private final Map<String, Attribute> traits;
  private final Map<String, Grant> consents;
  private final Shown shown;
  private final Visits visits;
  private final List<Touch> fresh = new ArrayList<>();
  private final List<Long> seqs = new ArrayList<>();
  private boolean known;
  private boolean unsure;
  private long firstSeen;

  Fold(Profile base) {
    this.base = base;
    this.traits = new HashMap<>(base.traits());
    this.consents = new HashMap<>(base.consents());
    this.shown = new Shown(base.assignments());
    this.visits = new Visits(base.visits());
    this.known = base.known();
    this.firstSeen = base.firstSeen();
  }

  Fold add(List<Stored> events) {
    for (var stored : events) {
      if (base.seqs().contains(stored.seq()) || seqs.contains(stored.seq())) {
        continue;
      }
      unsure |= !base.seqs().canTell(stored.seq());
      seqs.add(stored.seq());
      add(stored.event());
    }
    return this;
  }

  /** All events of a visitor, each once, oldest first: the fold that is always sure. */
  Fold addAll(Iterable<Stored> events) {
    for (var stored : events) {
      seqs.add(stored.seq());
      add(stored.event());
    }
    return this;
  }

  private void add(Event event) {
    long at = event.at().toEpochMilli();
    firstSeen = firstSeen == 0 ? at : Math.min(firstSeen, at);
    known |= event.type() == Event.Type.IDENTIFY || event.anonymous() != null;
    var origin = new Origin(event.id(), java.time.Instant.ofEpochMilli(at));
    switch (event.type()) {
      case IDENTIFY ->
          event
              .values()
              .forEach((name, value) -> newest(traits, name, attribute(value, origin), ORIGIN));
      case CONSENT ->
          event
              .purposes()
              .forEach((purpose, yes) -> newest(consents, purpose, new Grant(yes, origin), ASKED));
      case EXPOSURE -> shown.add(event);
      default -> {}
    }
    fresh.addAll(Happening.touches(event));
    if (Happening.isActivity(event)) {
      visits.add(new Visit(at, at, Happening.arrival(event)));
    }
  }

  private static final Function<Attribute, Origin> ORIGIN = Attribute::origin;
  private static final Function<Grant, Origin> ASKED = Grant::origin;

  private static <T> void newest(
      Map<String, T> all, String name, T value, Function<T, Origin> origin) {
    var old = all.get(name);
    if (old == null || Visit.precedes(origin.apply(old), origin.apply(value))) {
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
  private static String text(Object value) {
    return value instanceof Number number && number.doubleValue() == number.longValue()
        ? Long.toString(number.longValue())
        : value.toString();
  }

  /** Null when the base cannot tell what the events change. */
  @Nullable Profile profile() {
    if (unsure || visits.unsure()) {
      return null;
    }
    if (seqs.isEmpty()) {
      return base;
    }
    return new Profile(
        base.visitor(),
        known,
        firstSeen,
        traits,
        consents,
        visits.history(),
        history(),
        counts(),
        shown.assignments(),
        base.seqs().with(seqs.stream().mapToLong(seq -> seq).toArray()));
  }

  private History history() {
    if (fresh.isEmpty()) {
      return base.history();
    }
    var all = new ArrayList<Touch>(base.history().touches().size() + fresh.size());
    all.addAll(base.history().touches());
    all.addAll(fresh);
    all.sort(ORDER);
    return History.of(all.subList(Math.max(0, all.size() - TOUCHES), all.size()));
  }

  @SuppressWarnings("EnumOrdinal")
  private int[] counts() {
    var counts = base.touches().clone();
    fresh.forEach(touch -> counts[touch.kind().ordinal()]++);
    return counts;
  }
}
