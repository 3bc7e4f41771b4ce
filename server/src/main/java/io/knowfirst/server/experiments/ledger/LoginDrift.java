package io.knowfirst.server.experiments.ledger;

import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.DecisionListener;
import io.knowfirst.server.decide.DecisionPath;
import io.knowfirst.server.decide.Known;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.experiments.ledger.DriftTable.Counted;
import io.knowfirst.server.experiments.ledger.DriftTable.Logins;
import io.knowfirst.server.metrics.LabelledCounter;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.profile.LoginListener;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.postgres.Outage;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the first decision after each login, within half an hour and on the member that took the
 * login, with what the same request would have got as the anonymous visitor: what differs, the
 * login has changed, and nothing else. One thread does it, and leaves out what comes too fast.
 */
public final class LoginDrift implements DecisionListener, LoginListener {
  private static final Logger LOG = LoggerFactory.getLogger(LoginDrift.class);
  private static final Duration SOON = Duration.ofMinutes(30);
  private static final int MOST_LOGINS = 10_000;
  private static final int MOST_WAITING = 64;
  private static final int MOST_CHANGES = 5_000;
  private static final long STORE_MS = 3_000;

  private final Outage outage = new Outage(LOG, "What logins change is kept in memory only");
  private final DriftTable table;
  private final DecisionPath path;
  private final Function<String, Future<Profile>> alone;
  private final InstantSource clock;
  private final LabelledCounter metric;
  private final WorkerExecutor thread;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<String, Login> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Login> eldest) {
          return size() > MOST_LOGINS;
        }
      };
  private volatile boolean anyRecent;

  // Guarded by this.
  private Map<LocalDate, Logins> days = new HashMap<>();
  private Map<Counted, Long> changes = new HashMap<>();
  private Future<Void> storing = Future.succeededFuture();

  private record Login(String anonymous, long at) {}

  private LoginDrift(
      Vertx vertx,
      DriftTable table,
      DecisionPath path,
      Function<String, Future<Profile>> alone,
      MeterRegistry metrics,
      InstantSource clock) {
    this.table = table;
    this.path = path;
    this.alone = alone;
    this.clock = clock;
    this.metric =
        new LabelledCounter(
            metrics,
            "knowfirst.login.decisions",
            "First decisions after a login, by what the login changed",
            DriftCause.values().length,
            "why");
    this.thread = vertx.createSharedWorkerExecutor("login-drift", 1);
  }

  /**
   * Compares from now on.
   *
   * @param path with tokens that count for nothing
   * @param alone the profile of what happened under an id, whomever it is tied to
   */
  public static LoginDrift start(
      Vertx vertx,
      Pool pool,
      DecisionPath path,
      Function<String, Future<Profile>> alone,
      MeterRegistry metrics,
      InstantSource clock) {
    var drift = new LoginDrift(vertx, new DriftTable(pool), path, alone, metrics, clock);
    vertx.setPeriodic(STORE_MS, id -> drift.store());
    return drift;
  }

  @Override
  public void onLogin(String anonymous, String visitor) {
    synchronized (recent) {
      recent.remove(visitor);
      recent.put(visitor, new Login(anonymous, clock.millis()));
      anyRecent = true;
    }
    count(today(), 1, 0);
  }

  @Override
  public void onDecision(Situation situation, Decided decided) {
    if (!anyRecent || situation.request().bot()) {
      return;
    }
    var login = login(situation.known().profile().visitor());
    if (login == null || clock.millis() - login.at() > SOON.toMillis()) {
      return;
    }
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return;
    }
    alone
        .apply(login.anonymous())
        .compose(
            before ->
                thread.executeBlocking(
                    () -> {
                      compare(situation, decided, before);
                      return null;
                    }))
        .onComplete(
            done -> {
              waiting.decrementAndGet();
              if (done.failed()) {
                LOG.debug("A login was not compared", done.cause());
              }
            });
  }

  private @Nullable Login login(String visitor) {
    synchronized (recent) {
      var login = recent.remove(visitor);
      anyRecent = !recent.isEmpty();
      return login;
    }
  }

  private void compare(Situation situation, Decided decided, Profile before) {
    var asked = situation.request();
    var known = Known.of(before, asked.now());
    var request =
        new DecisionRequest(
            before.visitor(),
            asked.channel(),
            asked.placements(),
            asked.context(),
            asked.events(),
            asked.now());
    var without =
        path.decide(
            new Situation(
                situation.id(),
                request,
                known,
                situation.rules(),
                situation.experiments(),
                situation.assortment(),
                situation.model()));
    boolean consents = known.granted().equals(situation.known().granted());
    var was = without.decision().placements();
    var is = decided.decision().placements();
    var day = today();
    synchronized (this) {
      count(day, 0, 1);
      for (int i = 0; i < is.size(); i++) {
        var why = DriftCause.of(was.get(i), is.get(i), consents);
        metric.count(why.word());
        boolean same = why == DriftCause.SAME;
        var counted =
            new Counted(
                day,
                is.get(i).placement(),
                why.word(),
                same ? "" : DriftCause.words(was.get(i)),
                same ? "" : DriftCause.words(is.get(i)),
                same ? "" : DriftCause.rule(was.get(i), is.get(i)));
        if (changes.size() < MOST_CHANGES || changes.containsKey(counted)) {
          changes.merge(counted, 1L, Long::sum);
        }
      }
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private synchronized void count(LocalDate day, long logins, long compared) {
    days.put(day, days.getOrDefault(day, new Logins(0, 0)).and(logins, compared));
  }

  /** Adds what was counted since the last time; what could not be stored is kept for the next. */
  public synchronized Future<Void> store() {
    storing = storing.otherwiseEmpty().compose(before -> add());
    return storing;
  }

  private synchronized Future<Void> add() {
    if (days.isEmpty()) {
      return Future.succeededFuture();
    }
    var takenDays = days;
    var takenChanges = changes;
    days = new HashMap<>();
    changes = new HashMap<>();
    return outage
        .watch(table.add(takenDays, takenChanges))
        .onFailure(away -> putBack(takenDays, takenChanges));
  }

  private synchronized void putBack(Map<LocalDate, Logins> days, Map<Counted, Long> changes) {
    days.forEach((day, logins) -> count(day, logins.all(), logins.compared()));
    changes.forEach((counted, number) -> this.changes.merge(counted, number, Long::sum));
  }

  /** What logins changed on these days (UTC); fails when PostgreSQL is away. */
  public Future<LoginReport> report(LocalDate from, LocalDate until) {
    return store()
        .compose(stored -> table.read(from, until))
        .recover(away -> Future.failedFuture(StoreUnavailable.of(away, "Logins cannot be read.")));
  }

  /** Holds no visitor's id any more. */
  public void forget() {
    synchronized (recent) {
      recent.clear();
      anyRecent = false;
    }
  }

  /** Stores what was counted. */
  public Future<Void> close() {
    return store().eventually(thread::close);
  }
}
