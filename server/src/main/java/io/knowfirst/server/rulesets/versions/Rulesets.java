package io.knowfirst.server.rulesets.versions;

import io.knowfirst.rules.base.RuleCheck;
import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.versions.AuditEntry.What;
import io.knowfirst.server.rulesets.versions.RulesetRefused.Why;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the rules, and the one of them that decides. What is to decide is compiled and
 * rehearsed aside; then one reference is swapped, and decisions that run keep the rules they began
 * with. What cannot decide leaves everything as it was.
 */
public final class Rulesets implements Supplier<ActiveRules>, AutoCloseable {
  /** So that files which take long to check keep no others waiting. */
  private static final int CHECKS = 2;

  private final Settings settings;
  private final RulesetStore store;
  private final Versions versions;
  private final Candidates candidates;
  private final RuleThread checks;
  private final RuleThread thread;
  private final RuleThread urgent;
  private final ActiveRuleset inForce = new ActiveRuleset();
  private final LastRefusal refusal = new LastRefusal();
  private final Activation changeOver;

  private final AtomicLong asked = new AtomicLong();

  /** The number of the last publication that was taken; for one thread. */
  private long published;

  /**
   * How versions come into force.
   *
   * @param rehearsal how long rules may be rehearsed before they decide
   * @param fourEyes whether a version waits for the approval of a second person
   * @param gate asked before rules follow those in force
   * @param outside what a check is told besides the files
   * @param keep told the folder of each version before it decides here
   */
  public record Settings(
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
    this.checks = new RuleThread(vertx, CHECKS);
    this.thread = new RuleThread(vertx);
    this.urgent = new RuleThread(vertx);
    var meter = new RulesetMeter(metrics, inForce);
    this.changeOver =
        new Activation(settings, store, versions, candidates, inForce, refusal, meter);
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

  Activation changeOver() {
    return changeOver;
  }

  boolean decides(@Nullable String hash) {
    return inForce.is(hash);
  }

  /** Checks files and makes a rule base of them; keeps nothing. */
  public Future<Inspection> check(SortedMap<String, String> files) {
    return checks.run(() -> candidates.inspected(files));
  }

  /**
   * Advice on an experiment defined beside the rules in force. Takes a while with many rules: not
   * on an event loop.
   *
   * @param text of its definition
   */
  public List<Finding> advice(ExperimentFile experiment, String text) {
    var folder = inForce.now().rules().base().folder();
    return RuleCheck.advice(experiment, text, folder, settings.outside().get());
  }

  /**
   * Publishes files: completes when they decide here, or wait for an approval. Fails with {@link
   * RulesetRefused}, or with {@link io.knowfirst.server.store.postgres.StoreUnavailable} when
   * PostgreSQL is away.
   *
   * @param author part of the server, as {@link Version#author}
   */
  public Future<Publication> publish(
      SortedMap<String, String> files, String author, String message) {
    return publish(files, Actor.itself(author), message, 1);
  }

  /**
   * As above, unless it changes more than its author wants.
   *
   * @param most share of decisions that it may change, 0 to 1; 1 asks nothing
   */
  public Future<Publication> publish(
      SortedMap<String, String> files, Actor author, String message, double most) {
    return publish(new Proposal(files, author, message, most));
  }

  /**
   * As above. Fails with {@link RulesetRefused} also when another version is live than it was made
   * for, or when its approver is its author.
   */
  public Future<Publication> publish(Proposal proposal) {
    long began = System.nanoTime();
    long number = asked.incrementAndGet();
    var approver = proposal.approver();
    if (approver != null && approver.person().equals(proposal.author().person())) {
      return Future.failedFuture(
          new RulesetRefused(
              Why.SAME_PERSON, "The author approved the files, expected another person to do so."));
    }
    return checks
        .run(() -> candidates.inspected(proposal.files()))
        .compose(
            inspection ->
                thread.run(
                    () -> {
                      if (number < published) {
                        throw new RulesetRefused(
                            Why.STATE,
                            "What was published after it decides already. Maybe publish it again.");
                      }
                      var done = changeOver.publish(proposal, inspection, began);
                      published = number;
                      return done;
                    }));
  }

  /** Whether a version waits for the approval of a second person. */
  public boolean fourEyes() {
    return settings.fourEyes();
  }

  /**
   * Lets a pending version decide. Fails with {@link RulesetRefused} also when it is not pending or
   * when this person published it.
   */
  public Future<Publication> approve(String hash, Actor approver) {
    long began = System.nanoTime();
    return thread.run(
        () -> {
          var version = RuleThread.await(versions.find(hash));
          if (version.state() != Version.State.PENDING) {
            throw new RulesetRefused(
                Why.STATE, "The version is approved already. Maybe it is to be rolled back to.");
          }
          if (version.person().equals(approver.person())) {
            throw changeOver.refused(
                changeOver.wish(approver, What.REFUSED, version.hash(), version.message()),
                new RulesetRefused(
                    Why.SAME_PERSON,
                    "%s published the version, expected another person to approve it. Maybe a key has no owner: keys create --owner names one."
                        .formatted(version.person())));
          }
          var wish = changeOver.wish(approver, What.APPROVED, version.hash(), version.message());
          return changeOver.approve(wish, candidates.stored(version.hash()), began);
        });
  }

  /**
   * Rolls back to an earlier approved version. Rules that decided here lately do so at once; others
   * as soon as their compiled form is read, without a wait for what is being published.
   */
  public Future<Publication> rollback(String hash, Actor actor, String message) {
    long began = System.nanoTime();
    return versions
        .find(hash)
        .compose(
            version -> {
              if (version.state() != Version.State.APPROVED) {
                throw new RulesetRefused(
                    Why.STATE, "The version is pending. Maybe it is to be approved.");
              }
              var wish = changeOver.wish(actor, What.ROLLED_BACK, version.hash(), message);
              return inForce
                  .recent(version.hash())
                  .map(rules -> changeOver.goLiveAtOnce(wish, rules, began))
                  .orElseGet(
                      () ->
                          urgent.run(
                              () -> {
                                var base = candidates.stored(version.hash());
                                return changeOver.goLive(wish, candidates.prepared(base), began);
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
    return inForce.recent(hash).orElseGet(() -> ActiveRules.of(candidates.stored(hash).passed()));
  }

  /**
   * Rules that are not kept, to decide aside from those in force. Compiles on the thread that
   * calls.
   *
   * @throws RulesetRefused with all that keeps them from going live
   */
  public ActiveRules aside(SortedMap<String, String> files) {
    return ActiveRules.of(candidates.inspected(files).passed());
  }

  /** The versions that are kept. */
  public Versions versions() {
    return versions;
  }

  /** Takes over what another member let decide. */
  Future<Void> follow() {
    return thread.run(
        () -> {
          changeOver.follow();
          return null;
        });
  }

  /** What was refused is mended. */
  void settled() {
    refusal.clear();
  }

  @Override
  public void close() {
    checks.close();
    thread.close();
    urgent.close();
  }

  static String shown(String hash) {
    return hash.length() <= 12 ? hash : hash.substring(0, 12);
  }
}
