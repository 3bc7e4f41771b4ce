package io.knowfirst.server.decide;

import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.ChannelModel;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.arbitration.MomentBounds;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides as for a caller, by the one {@link DecisionPath}, and leaves no trace but the answer:
 * nothing is stored, logged, counted or signed. One simulation runs at a time, aside from the
 * decisions that are served.
 */
public final class Simulator implements AutoCloseable {
  private static final Duration BUDGET = Duration.ofSeconds(2);
  private static final long LONGEST_SECONDS = 120;

  private final DecisionPath path = new DecisionPath(BUDGET, exposure -> "");
  private final Function<String, Future<Profile>> profiles;
  private final Supplier<Assortment> catalogue;
  private final Supplier<Experiments> experiments;
  private final Supplier<@Nullable BuyingModel> model;
  private final Supplier<ChannelModel> channels;
  private final Supplier<MomentBounds> bounds;
  private final WorkerExecutor thread;

  /**
   * @param profiles finds what is known of a visitor
   * @param bounds what bears on arbitration now
   */
  public Simulator(
      Vertx vertx,
      Function<String, Future<Profile>> profiles,
      Supplier<Assortment> catalogue,
      Supplier<Experiments> experiments,
      Supplier<@Nullable BuyingModel> model,
      Supplier<ChannelModel> channels,
      Supplier<MomentBounds> bounds) {
    this.profiles = profiles;
    this.catalogue = catalogue;
    this.experiments = experiments;
    this.model = model;
    this.channels = channels;
    this.bounds = bounds;
    this.thread =
        vertx.createSharedWorkerExecutor("simulator", 1, LONGEST_SECONDS, TimeUnit.SECONDS);
  }

  /** Fails with {@link StoreUnavailable} when a stored visitor cannot be read. */
  public Future<Traced> simulate(Simulation simulation) {
    return known(simulation)
        .compose(known -> thread.executeBlocking(() -> trace(simulation, known), false));
  }

  private Future<Known> known(Simulation simulation) {
    var visitor = simulation.request().visitor();
    var now = simulation.request().now();
    var supposed = simulation.supposed();
    if (!simulation.stored()) {
      return Future.succeededFuture(Known.of(supposed.invented(visitor, now), now));
    }
    return profiles
        .apply(visitor)
        .recover(
            away -> Future.failedFuture(new StoreUnavailable("The visitor cannot be read", away)))
        .map(profile -> Known.of(supposed.of(profile, now), profile.firstSeen() != 0, now));
  }

  private Traced trace(Simulation simulation, Known known) {
    var base = simulation.rules().base();
    var rings = TriggerOutlook.rings(simulation.request(), known.profile(), base);
    var situation =
        new Situation(
            "simulated",
            simulation.request(),
            known,
            simulation.rules(),
            experiments.get(),
            catalogue.get(),
            model.get(),
            new OutboundMoment(channels.get(), rings, bounds.get(), true));
    return path.trace(situation, simulation.questions());
  }

  @Override
  public void close() {
    thread.close();
  }
}
