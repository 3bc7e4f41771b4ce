package io.knowfirst.server.ruleset;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.decision.ActiveRules;
import io.knowfirst.server.ruleset.Happened.What;
import io.knowfirst.server.ruleset.RulesetRefused.Why;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of the rules, and the one of them that decides. What is to decide is compiled and
 * rehearsed aside; then one reference is swapped, and decisions that run keep the rules they began
 * with. What cannot decide leaves everything as it was.
 */
public final class Rulesets implements Supplier<ActiveRules>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rulesets.class);

  private final Settings settings;
  private final RulesetStore store;
  private final Versions versions;
  private final Candidates candidates;
  private final RuleThread thread;
  private final RuleThread urgent;
  private final RulesetMeter meter;
  private final InForce inForce = new InForce();
  private final LastRefusal refusal = new LastRefusal();

  /**
   * How versions come into force.
   *
   * @param compiled where compiled rules are kept
   * @param rehearsal how long rules may be rehearsed before they decide
   * @param fourEyes whether a version waits for the approval of a second key
   * @param gate asked before rules follow those in force
   * @param outside what a check is told besides the files
   * @param keep told the folder of each version before it decides here
   */
  public record Settings(
      Path compiled,
      Duration rehearsal,
      boolean fourEyes,
      ChangeGate gate,
      Supplier<Outside> outside,
      Function<RuleFolder, Future<Void>> keep,
      InstantSource clock) {}

  public Rulesets(Vertx vertx, Pool pool, Settings settings, MeterRegistry metrics) {
    this.settings = settings;
    this.store = new RulesetStore(pool);
    this.versions = new Versions(store);
    this.candidates = new Candidates(settings, versions);
    this.thread = new RuleThread(vertx);
    this.urgent = new RuleThread(vertx);
    this.meter = new RulesetMeter(metrics, inForce);
  }

  /** The rules that decide now. */
  @Override
  public ActiveRules get() {
    return inForce.now().rules();
  }

  public Status status() {
    var now = inForce.now();
    return new Status(now.rules().base().hash(), now.since(), refusal.now());
  }

  RulesetStore store() {
    return store;
  }

  boolean decides(@Nullable String hash) {
    return inForce.is(hash);
  }

  /** Checks and compiles files; keeps nothing but their compiled form. */
  public Future<Inspection> check(SortedMap<String, String> files) {
    return thread.run(() -> candidates.inspected(files));
  }

  /**
   * Publishes files: completes when they decide here, or wait for an approval. Fails with {@link
   * RulesetRefused}, or with {@link io.knowfirst.server.postgres.StoreUnavailable} when PostgreSQL
   * is away.
   *
   * @param author as {@link Version#author}
   */
  public Future<Publication> publish(
      SortedMap<String, String> files, String author, String message) {
    return publish(files, author, message, 1);
  }

  /**
   * As above, unless it changes more than its author wants.
   *
   * @param most share of decisions that it may change, 0 to 1; 1 asks nothing
   */
  public Future<Publication> publish(
      SortedMap<String, String> files, String author, String message, double most) {
    long began = System.nanoTime();
    return thread.run(
        () -> {
          var wish = wish(author, What.PUBLISHED, RuleFolder.hash(files), message);
          return publishNow(files, wish, candidates.inspected(files), most, began);
        });
  }

  /**
   * Lets a pending version decide. Fails with {@link RulesetRefused} also when it is not pending or
   * when this key published it.
   */
  public Future<Publication> approve(String hash, String key) {
    long began = System.nanoTime();
    return thread.run(
        () -> {
          var version = named(hash);
          if (version.state() != Version.State.PENDING) {
            throw new RulesetRefused(
                Why.STATE, "The version is approved already. Maybe it is to be rolled back to.");
          }
          if (version.author().equals(key)) {
            throw new RulesetRefused(
                Why.SAME_KEY, "This key published the version, expected a second one to approve.");
          }
          var wish = wish(key, What.APPROVED, version.hash(), version.message());
          var candidate = candidate(wish, candidates.stored(version.hash()), 1);
          return goLive(wish, candidate, began);
        });
  }

  /**
   * Lets a version decide that was approved before. Rules that decided here lately do so at once;
   * others as soon as their compiled form is read, without a wait for what is being published.
   */
  public Future<Publication> rollback(String hash, String key, String message) {
    long began = System.nanoTime();
    return versions
        .find(hash)
        .compose(
            version -> {
              if (version.state() != Version.State.APPROVED) {
                throw new RulesetRefused(
                    Why.STATE, "The version is pending. Maybe it is to be approved.");
              }
              var wish = wish(key, What.ROLLED_BACK, version.hash(), message);
              return inForce
                  .recent(version.hash())
                  .map(rules -> changeOver(wish, rules, began))
                  .orElseGet(
                      () ->
                          urgent.run(
                              () -> {
                                var base = candidates.stored(version.hash());
                                return goLive(wish, candidates.prepared(base), began);
                              }));
            });
  }

  /**
   * Rules of a version that is kept, to decide aside from those in force. Compiles on the thread
   * that calls, where they did not decide lately.
   *
   * @throws RulesetRefused where there is no such version, or it does not compile any more
   */
  public ActiveRules aside(String hash) {
    return inForce.recent(hash).orElseGet(() -> compiled(candidates.stored(hash)));
  }

  /**
   * Rules that are not kept, to decide aside from those in force. Compiles on the thread that
   * calls.
   *
   * @throws RulesetRefused with all that keeps them from going live
   */
  public ActiveRules aside(SortedMap<String, String> files) {
    return compiled(candidates.inspected(files));
  }

  private static ActiveRules compiled(Inspection inspection) {
    var base = inspection.base();
    if (base == null) {
      throw RulesetRefused.because(inspection.errors());
    }
    return ActiveRules.of(base);
  }

  /** The versions that are kept. */
  public Versions versions() {
    return versions;
  }

  /** Takes over what another member let decide. */
  Future<Void> follow() {
    return thread.run(
        () -> {
          followNow();
          return null;
        });
  }

  /** On the thread that calls: what decides in PostgreSQL decides here too. */
  void followNow() {
    var live = RuleThread.await(store.live());
    var hash = live.hash();
    if (hash == null || live.change() <= inForce.change()) {
      return;
    }
    if (inForce.is(hash)) {
      inForce.stays(live.change());
      return;
    }
    var recent = inForce.recent(hash).orElse(null);
    var wish = wish("another member", What.PUBLISHED, hash, "");
    if (recent == null && refusal.is(hash)) {
      return; // It did not compile here a moment ago.
    }
    try {
      install(
          recent == null ? candidates.prepared(candidates.stored(hash)) : recent, live.change());
    } catch (RulesetRefused refused) {
      refuse(wish, refused);
      throw refused;
    }
  }

  /** As {@link #publish}, on the thread that calls, with what came of the check. */
  Publication publishNow(
      SortedMap<String, String> files,
      Happened wish,
      Inspection inspection,
      double most,
      long began) {
    files.keySet().forEach(Archive::checkPath);
    var candidate = candidate(wish, inspection, most);
    var live = RuleThread.await(store.publish(wish, files, !settings.fourEyes()));
    return taken(wish, candidate, live, began).with(inspection.findings());
  }

  private Publication goLive(Happened wish, ActiveRules candidate, long began) {
    return taken(wish, candidate, RuleThread.await(store.goLive(wish)), began);
  }

  private Future<Publication> changeOver(Happened wish, ActiveRules rules, long began) {
    return store
        .goLive(wish)
        .compose(
            live -> {
              boolean changed = taken(wish, rules, live, began, true);
              return versions.find(wish.hash()).map(version -> new Publication(version, changed));
            });
  }

  private Publication taken(Happened wish, ActiveRules candidate, Live live, long began) {
    boolean changed = taken(wish, candidate, live, began, wish.hash().equals(live.hash()));
    return new Publication(named(wish.hash()), changed);
  }

  private boolean taken(
      Happened wish, ActiveRules candidate, Live live, long began, boolean decides) {
    boolean changed = decides && live.change() > inForce.change();
    if (decides && install(candidate, live.change())) {
      meter.live(began);
      LOG.info(
          "Rules {} are in force: {} by {}", shown(wish.hash()), wish.what().word(), wish.who());
    }
    return changed;
  }

  private boolean install(ActiveRules rules, long change) {
    boolean other = !inForce.is(rules.base().hash());
    inForce.install(rules, change, settings.clock().instant());
    refusal.clear();
    if (other) {
      meter.changed();
    }
    return other;
  }

  private ActiveRules candidate(Happened wish, Inspection inspection, double most) {
    try {
      var candidate = candidates.prepared(inspection);
      if (inForce.change() >= 0) {
        candidates.pass(candidate, get(), most);
      }
      return candidate;
    } catch (RulesetRefused refused) {
      refuse(wish, refused);
      RuleThread.await(store.log(wish(wish.who(), What.REFUSED, wish.hash(), refused.reason())));
      throw refused;
    }
  }

  private Version named(String hash) {
    return RuleThread.await(versions.find(hash));
  }

  private void refuse(Happened wish, RulesetRefused refused) {
    meter.refused();
    refusal.tell(wish, refused, inForce);
  }

  /** What was refused is mended. */
  void settled() {
    refusal.clear();
  }

  /** Files that could not even be read. */
  void unreadable(String author, RuleFolderException why) {
    refuse(wish(author, What.REFUSED, "", ""), RulesetRefused.because(why.findings()));
  }

  Happened wish(String who, What what, String hash, String reason) {
    return new Happened(settings.clock().instant(), who, what, hash, reason);
  }

  @Override
  public void close() {
    thread.close();
    urgent.close();
  }

  static String shown(String hash) {
    return hash.length() <= 12 ? hash : hash.substring(0, 12);
  }
}
