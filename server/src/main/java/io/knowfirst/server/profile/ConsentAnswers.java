package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Origin;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Profile.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a visitor answered when asked for consent. Of one visitor the newest answer to a purpose
 * counts. At the moment when two become one, each with an answer of their own, the stricter of both
 * does: a refusal, else the grant that ends sooner; then the newest again.
 */
final class ConsentAnswers {
  private final String root;
  private final List<Join> joins;
  private final Map<String, String> into = new HashMap<>();
  private final Map<String, Map<String, Grant>> answers = new HashMap<>();

  /**
   * @param base what the visitor answered before all that is added
   */
  ConsentAnswers(String root, Map<String, Grant> base) {
    this(root, base, List.of());
  }

  private ConsentAnswers(String root, Map<String, Grant> base, List<Join> joins) {
    this.root = root;
    this.joins = new ArrayList<>(joins);
    this.joins.sort(Comparator.comparing(Join::at).thenComparing(Join::id));
    this.joins.forEach(join -> answers.put(join.id(), new HashMap<>()));
    answers.put(root, new HashMap<>(base));
  }

  /** The same before anything was added, with moments at which ids become one. */
  ConsentAnswers joining(Collection<Join> joins) {
    return new ConsentAnswers(root, answersOf(root), List.copyOf(joins));
  }

  /**
   * The moment when an id, with what was answered under it, becomes one with another.
   *
   * @param merged whether an integrator said so, and no identify of the visitor
   */
  record Join(String id, String into, Instant at, boolean merged) {
    /** The same at the moment when an identify said so, where that is known and earlier. */
    Join saidBy(Instant identify) {
      return merged || at.isBefore(identify) ? this : new Join(id, into, identify, false);
    }
  }

  /** Adds an event; where ids are to become one, those of all ids in the order of time. */
  void add(Event event) {
    while (!joins.isEmpty() && joins.get(0).at().isBefore(event.at())) {
      join(joins.remove(0));
    }
    joins.stream()
        .filter(join -> isSaidBy(join, event))
        .findFirst()
        .ifPresent(
            join -> {
              joins.remove(join);
              join(join.saidBy(event.at()));
            });
    if (event.purposes().isEmpty()) {
      return;
    }
    var own = answersOf(event.visitor());
    var origin = new Origin(event.id(), Instant.ofEpochMilli(event.at().toEpochMilli()));
    event
        .purposes()
        .forEach(
            (purpose, yes) ->
                Fold.newest(
                    own,
                    purpose,
                    new Grant(yes, origin, event.consentUntil(), event.consentSource()),
                    Grant::origin));
  }

  /** An identify that ties an id may answer anew; what else comes at that moment does not. */
  private static boolean isSaidBy(Join join, Event event) {
    return event.type() == Event.Type.IDENTIFY
        && !join.merged()
        && join.id().equals(event.anonymous());
  }

  private void join(Join join) {
    var theirs = answersOf(join.id());
    var target = leader(join.into());
    if (target.equals(leader(join.id()))) {
      return;
    }
    var own = answersOf(target);
    theirs.forEach(
        (purpose, grant) -> {
          var other = own.get(purpose);
          var one = other == null ? grant : stricter(other, grant, join.at());
          own.remove(purpose);
          Fold.newest(own, purpose, one, Grant::origin);
        });
    into.put(leader(join.id()), target);
  }

  private Map<String, Grant> answersOf(String id) {
    return Objects.requireNonNull(answers.get(leader(id)));
  }

  private String leader(String id) {
    var leader = answers.containsKey(id) ? id : root;
    for (var next = into.get(leader); next != null; next = into.get(leader)) {
      leader = next;
    }
    return leader;
  }

  private static Grant stricter(Grant a, Grant b, Instant at) {
    if (isOver(a, at) || isOver(b, at)) {
      return isOver(a, at) ? b : a;
    }
    if (a.granted() != b.granted()) {
      return a.granted() ? b : a;
    }
    int ends = a.granted() ? end(a).compareTo(end(b)) : 0;
    if (ends != 0) {
      return ends < 0 ? a : b;
    }
    return VisitState.precedes(a.origin(), b.origin()) ? b : a;
  }

  private static boolean isOver(Grant grant, Instant at) {
    return grant.granted() && !grant.holds(at);
  }

  private static Instant end(Grant grant) {
    return grant.until() == null ? Instant.MAX : grant.until();
  }

  /** The answers that count now. */
  Map<String, Grant> all() {
    while (!joins.isEmpty()) {
      join(joins.remove(0));
    }
    return answersOf(root);
  }
}
