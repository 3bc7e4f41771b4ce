package io.knowfirst.server.outbound;

import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.DecisionListener;
import io.knowfirst.server.decide.FlowEvents;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.model.Unproven;
import io.knowfirst.server.profile.Events;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores how a visitor went on in campaigns of steps at a decision: whom the moment's context let
 * enter, no timer would find. What is stored already counts once. The decision does not wait for
 * it; where it fails, the next decision or timer does the same.
 */
public final class StepRecorder implements DecisionListener {
  private static final Logger LOG = LoggerFactory.getLogger(StepRecorder.class);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Outage outage = new Outage(LOG, "Steps of campaigns are not stored at decisions");
  private final StepTable table;
  private final Events events;

  public StepRecorder(Pool pool, Events events) {
    this.table = new StepTable(pool);
    this.events = events;
  }

  @Override
  public void onDecision(Situation situation, Decided decided) {
    var request = situation.request();
    var profile = situation.known().profile();
    if (decided.flows().isEmpty() || request.bot() || profile.firstSeen() == 0) {
      return;
    }
    var moves = decided.flows().stream().flatMap(state -> state.moves().stream()).toList();
    if (moves.isEmpty()) {
      return;
    }
    var made =
        FlowEvents.of(
            situation.rules(), Unproven.drawing(request.visitor()), profile, moves, request.now());
    table
        .look(profile.visitor(), request.now().plus(SOON))
        .compose(set -> events.accept(made))
        .onSuccess(stored -> outage.over())
        .onFailure(outage::failed);
  }
}
