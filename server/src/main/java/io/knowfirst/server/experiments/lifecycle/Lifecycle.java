package io.knowfirst.server.experiments.lifecycle;

import io.knowfirst.experiments.assignment.Variation;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.decide.assignment.LifecycleStep;
import io.knowfirst.server.decide.assignment.Refusal;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.decide.assignment.Revision;
import io.knowfirst.server.experiments.lifecycle.Registrar.Edit;
import io.knowfirst.server.experiments.lifecycle.Registrar.Wish;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.store.postgres.Listener;
import io.knowfirst.server.store.postgres.Outage;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes experiments, in PostgreSQL first, and follows what other members change. Every change and
 * every refusal is kept with who asked for it.
 */
public final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  private static final long LOOK_MS = 1_000;

  private final Outage outage = new Outage(LOG, "Experiments are not up to date");
  private final Vertx vertx;
  private final ExperimentStore store;
  private final Followed followed;
  private final Registrar registrar;
  private final FilesBeside beside;
  private final Supplier<RuleBase> rules;
  private final Listener listener;

  private Lifecycle(
      Vertx vertx,
      Pool pool,
      PgConnectOptions database,
      InstantSource clock,
      Supplier<RuleBase> rules) {
    this.vertx = vertx;
    this.store = new ExperimentStore(pool);
    this.followed = new Followed(vertx, store);
    this.registrar = new Registrar(store, followed, clock);
    this.beside = new FilesBeside(store, registrar, rules);
    this.rules = rules;
    this.listener =
        new Listener(
            vertx, database, ExperimentStore.CHANNEL, LOOK_MS, this::look, changed -> look());
  }

  /**
   * Reads all experiments and follows the changes of other members.
   *
   * @param database where changes are listened for, on a connection of its own
   * @param rules in force, by whose placements, contents and segments definitions are checked
   */
  public static Future<Lifecycle> open(
      Vertx vertx,
      Pool pool,
      PgConnectOptions database,
      InstantSource clock,
      Supplier<RuleBase> rules) {
    var lifecycle = new Lifecycle(vertx, pool, database, clock, rules);
    return lifecycle
        .listener
        .connect()
        .compose(listening -> lifecycle.followed.refresh())
        .map(lifecycle)
        .onFailure(failure -> lifecycle.close());
  }

  /** All experiments as they are now; take them once for a decision, and it is consistent. */
  public Experiments now() {
    return followed.now();
  }

  /**
   * Creates or updates an experiment; unsafe changes are rejected.
   *
   * @param text YAML or JSON
   * @param who asks for it
   * @return fails with {@link RuleFolderException} when the definition is wrong, with {@link
   *     Refusal} when it may not be applied, with {@link StoreUnavailable} when PostgreSQL is away
   */
  public Future<Registered> apply(String id, String text, Actor who) {
    return vertx
        .executeBlocking(() -> Definition.read(id, text, rules.get()), false)
        .compose(definition -> registrar.change(new Wish(id, who, "apply", Edit.to(definition))));
  }

  /**
   * Takes a step.
   *
   * @param variation that is decided on; for {@link LifecycleStep#DECIDE} only
   * @return empty when there is no such experiment; fails as {@link #apply}
   */
  public Future<Optional<Registered>> step(
      String id, LifecycleStep step, @Nullable String variation, Actor who) {
    if (now().find(id).isEmpty()) {
      return followed.refresh().compose(read -> stepKnown(id, step, variation, who));
    }
    return stepKnown(id, step, variation, who);
  }

  private Future<Optional<Registered>> stepKnown(
      String id, LifecycleStep step, @Nullable String variation, Actor who) {
    if (now().find(id).isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    Edit edit =
        (old, now) -> {
          if (old == null) {
            throw new Refusal(List.of("Experiment %s is gone.".formatted(id)));
          }
          var next = step.take(old, variation, now);
          var detail = variation == null ? step.word() : step.word() + " " + variation;
          return new Revision(next, next.equals(old) ? List.of() : List.of(detail));
        };
    return registrar.change(new Wish(id, who, step.word(), edit)).map(Optional::of);
  }

  /**
   * Applies the files of the rules in force, where these came into force since the last time; done
   * when they are applied, whoever began.
   */
  public Future<Void> filesInForce() {
    return beside.inForce();
  }

  /** Applies files as if they lay beside the rules. */
  Future<Void> files(Iterable<ExperimentFile> files) {
    return beside.apply(files);
  }

  /** Who changed what of an experiment, the newest first; at most 200. */
  public Future<List<HistoryEntry>> history(String id) {
    return store.audited(id).recover(Registrar::away);
  }

  /** The weights of an experiment through time. */
  public Future<List<Period>> periods(String id) {
    return store.periods(id).recover(Registrar::away);
  }

  /** How many experiments assign visitors now. */
  public long asking() {
    return now().all().stream().filter(this::asks).count();
  }

  /** Whether an experiment assigns visitors now. */
  boolean asks(Registered experiment) {
    return experiment.asks(registrar.moment());
  }

  /**
   * Gives a bandit new weights, in the order of its variations; nothing where it has them.
   *
   * @param seen as it was when the weights were found; those of an earlier phase are not given
   */
  Future<Registered> reweigh(Registered seen, List<Variation> weights, String detail) {
    Edit edit =
        (old, now) -> {
          if (old == null || !old.asks(now)) {
            throw new Refusal(List.of("Experiment %s does not run any more.".formatted(seen.id())));
          }
          boolean late = old.split().phase() != seen.split().phase();
          boolean done = late || old.split().variations().equals(weights);
          return done
              ? new Revision(old, List.of())
              : new Revision(old.with(old.split().withWeights(weights), now), List.of(detail));
        };
    return registrar.change(new Wish(seen.id(), Actor.itself("bandit"), "weights", edit));
  }

  /** Stops following changes. */
  public Future<Void> close() {
    return listener.close();
  }

  private void look() {
    outage.watch(followed.refresh().compose(read -> filesInForce()));
  }
}
