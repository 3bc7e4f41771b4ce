package io.knowfirst.server.profile;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.TieTable.Tie;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.StoreBreaker;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Commits a batch of events, then makes it seen.
 *
 * <p>An identify that names an anonymous and a known visitor ties them in the transaction that
 * stores it; events stay as they came. For whom an event counts is asked after the commit: either
 * the tie is seen then, or it is committed later, and whoever commits it makes the known visitor's
 * profile be loaded anew, which then holds the event.
 */
final class EventWriter {
  private static final long SECONDS = 5;
  private static final int TIES_KEPT = 100_000;

  private final Pool pool;
  private final StoreBreaker breaker;
  private final Profiles profiles;

  /** Ties that every find sees already. */
  private final Set<Tie> settled = ConcurrentHashMap.newKeySet();

  private volatile LoginListener listener = (anonymous, visitor) -> {};

  EventWriter(Database database, Profiles profiles) {
    this.pool = database.pool();
    this.breaker = database.breaker();
    this.profiles = profiles;
  }

  /** Tells of logins from now on. */
  void listen(LoginListener listener) {
    this.listener = listener;
  }

  private void tell(Tie tie) {
    listener.onLogin(tie.anonymous(), tie.visitor());
  }

  /** Lets ties be made again that were made before. */
  void forget() {
    settled.clear();
  }

  /** An event that waits to be written. */
  record Pending(Event event, EventRow row, EventKey key) {
    static Pending of(Event event) {
      var row = EventRow.of(event);
      return new Pending(event, row, EventKey.of(row));
    }
  }

  /**
   * What a transaction wrote.
   *
   * @param inserted the numbers of the new events
   * @param present numbers of those that were there before
   * @param roots to whom visitors are tied
   * @param placed of events about orders, the number of the first that placed it
   * @param logins ties that are new
   */
  record Committed(
      Map<EventKey, Pending> events,
      Map<EventKey, Long> inserted,
      Map<EventKey, Long> present,
      Map<String, String> roots,
      Map<EventKey, Long> placed,
      Set<Tie> logins) {
    /** Whether it was left out because its visitor was erased. */
    boolean erased(Pending pending) {
      return !inserted.containsKey(pending.key()) && !present.containsKey(pending.key());
    }

    /** What became of an event that is new. */
    Receipt.Status status(Pending pending) {
      var event = pending.event();
      if (!Order.concerns(event)) {
        return Receipt.Status.ACCEPTED;
      }
      boolean completes = event.name().equals(Order.COMPLETED);
      if (Order.id(event) == null) {
        return completes ? Receipt.Status.ACCEPTED : Receipt.Status.ORDER_NOT_NAMED;
      }
      var first = placed.get(pending.key());
      var own = inserted.get(pending.key());
      if (first == null || own == null) {
        return Receipt.Status.ACCEPTED;
      }
      if (completes) {
        return first < own ? Receipt.Status.ORDER_REPEATED : Receipt.Status.ACCEPTED;
      }
      return first == Long.MAX_VALUE ? Receipt.Status.ORDER_UNKNOWN : Receipt.Status.ACCEPTED;
    }

    String root(String visitor) {
      return roots.getOrDefault(visitor, visitor);
    }

    Map<String, List<Stored>> byRoot(Map<EventKey, Long> numbers) {
      var byRoot = new HashMap<String, List<Stored>>();
      numbers.forEach(
          (key, seq) -> {
            var event = Objects.requireNonNull(events.get(key)).event();
            byRoot
                .computeIfAbsent(root(key.visitor()), root -> new ArrayList<>())
                .add(new Stored(seq, event));
          });
      return byRoot;
    }
  }

  /** Fails when the transaction does, or when it takes too long and may yet be committed. */
  Future<Committed> commit(List<Pending> batch) {
    var events = new LinkedHashMap<EventKey, Pending>();
    batch.forEach(pending -> events.putIfAbsent(pending.key(), pending));
    return breaker.call(
        () ->
            pool.getConnection()
                .compose(
                    connection ->
                        write(connection, events)
                            .timeout(SECONDS, TimeUnit.SECONDS)
                            .eventually(connection::close)));
  }

  /**
   * Makes those of the events be seen that are stored, although their transaction failed. Fails
   * when PostgreSQL does not answer.
   */
  Future<Void> settle(List<Pending> doubted) {
    var events = new LinkedHashMap<EventKey, Pending>();
    doubted.forEach(pending -> events.putIfAbsent(pending.key(), pending));
    var visitors = new LinkedHashSet<String>();
    events.keySet().forEach(key -> visitors.add(key.visitor()));
    ties(events.values()).forEach(tie -> visitors.add(tie.anonymous()));
    return breaker
        .call(
            () ->
                Future.all(
                        EventTable.numbers(pool, events.keySet()), TieTable.aliases(pool, visitors))
                    .timeout(SECONDS, TimeUnit.SECONDS))
        .compose(
            both ->
                fold(
                    new Committed(
                        events, Map.of(), both.resultAt(0), both.resultAt(1), Map.of(), Set.of())));
  }

  private Future<Committed> write(SqlConnection connection, Map<EventKey, Pending> events) {
    var rows =
        events.values().stream()
            .map(Pending::row)
            .sorted(Comparator.comparing(EventRow::visitor).thenComparing(EventRow::id))
            .toList();
    var ties = ties(events.values());
    var visitors = new LinkedHashSet<String>();
    rows.forEach(row -> visitors.add(row.visitor()));
    ties.forEach(tie -> visitors.add(tie.anonymous()));
    var logins = new HashSet<Tie>();
    var inserted =
        ties.isEmpty()
            ? EventTable.insert(connection, rows)
            : connection
                .begin()
                .compose(
                    transaction ->
                        TieTable.tie(connection, ties)
                            .onSuccess(logins::addAll)
                            .compose(tied -> EventTable.insert(connection, rows))
                            .compose(numbers -> transaction.commit().map(numbers)));
    // Pipelined behind the commit, where it may be.
    var roots =
        ties.isEmpty()
            ? TieTable.aliases(connection, visitors)
            : inserted.compose(done -> TieTable.aliases(connection, visitors));
    return Future.all(inserted, roots)
        .compose(
            both ->
                present(connection, events.keySet(), inserted.result())
                    .compose(
                        there ->
                            placed(connection, events, inserted.result())
                                .map(
                                    placed ->
                                        new Committed(
                                            events,
                                            inserted.result(),
                                            there,
                                            roots.result(),
                                            placed,
                                            logins))));
  }

  /** What cannot be told of orders is no reason to fail what is committed. */
  private static Future<Map<EventKey, Long>> placed(
      SqlConnection connection, Map<EventKey, Pending> events, Map<EventKey, Long> inserted) {
    var ofOrders = new ArrayList<EventTable.OfOrder>();
    inserted.forEach(
        (key, seq) -> {
          var order = Order.id(Objects.requireNonNull(events.get(key)).event());
          if (order != null) {
            ofOrders.add(new EventTable.OfOrder(key, order, seq));
          }
        });
    return ofOrders.isEmpty()
        ? Future.succeededFuture(Map.of())
        : EventTable.placed(connection, ofOrders).otherwise(Map.of());
  }

  private static Future<Map<EventKey, Long>> present(
      SqlConnection connection, Set<EventKey> all, Map<EventKey, Long> inserted) {
    if (inserted.size() == all.size()) {
      return Future.succeededFuture(Map.of());
    }
    return EventTable.numbers(
        connection, all.stream().filter(key -> !inserted.containsKey(key)).toList());
  }

  /** Identifies that name two visitors, unless their tie is settled. */
  private Set<Tie> ties(Collection<Pending> events) {
    var ties = new LinkedHashSet<Tie>();
    for (var pending : events) {
      var event = pending.event();
      var anonymous = event.anonymous();
      if (event.type() == Event.Type.IDENTIFY
          && anonymous != null
          && !anonymous.equals(event.visitor())) {
        var tie = new Tie(anonymous, event.visitor());
        if (!settled.contains(tie)) {
          ties.add(tie);
        }
      }
    }
    return ties;
  }

  /** Completes when the next find of any member sees the batch. */
  Future<Void> fold(Committed committed) {
    var ties = ties(committed.events().values());
    var done = new ArrayList<Future<?>>();
    for (var tie : ties) {
      var root = committed.roots().get(tie.anonymous());
      if (root != null) {
        done.add(profiles.tied(tie.anonymous(), root));
      }
    }
    committed
        .byRoot(committed.inserted())
        .forEach((root, events) -> done.add(profiles.fold(root, events)));
    committed
        .byRoot(committed.present())
        .forEach((root, events) -> done.add(profiles.confirm(root, events)));
    return Future.join(done)
        .map(
            all -> {
              if (settled.size() > TIES_KEPT) {
                settled.clear();
              }
              settled.addAll(ties);
              committed.logins().forEach(this::tell);
              return null;
            });
  }
}
