package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.rulesets.replay.Question;
import io.knowfirst.server.rulesets.replay.Reach;
import io.knowfirst.server.rulesets.replay.ReplayReport;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongConsumer;

/** What recorded decisions say of a draft; {@code Replays} does both. */
public interface Recordings {
  /** What would change. */
  Future<ReplayReport> replay(Question question, LongConsumer progress);

  /** Who would be in a segment. */
  Future<Reach> reach(ActiveRules rules, String segment, Duration last, int most);
}
