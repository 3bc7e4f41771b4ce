package io.knowfirst.server.boot;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.server.decide.Outbound;
import io.knowfirst.server.outbound.AudienceDesk;
import io.knowfirst.server.outbound.Ringer;
import io.knowfirst.server.outbound.Ringer.MessageWords;
import io.knowfirst.server.profile.OwnEvents;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.web.AudienceCalls;
import io.knowfirst.server.web.StepWords;
import io.knowfirst.server.web.TriggerWords;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/** What contacts visitors. */
record OutboundParts(Pool pool, InstantSource clock, Running running) {

  /**
   * Starts it.
   *
   * @param profiles reads what is known of a visitor, past the cache
   */
  AudienceCalls start(
      Outbound outbound,
      Supplier<RuleBase> rules,
      Function<String, Future<Profile>> profiles,
      OwnEvents own,
      MeterRegistry metrics) {
    running.keep(
        Ringer.start(
            pool,
            outbound,
            rules,
            profiles,
            new MessageWords(TriggerWords::of, StepWords::of),
            own,
            clock,
            metrics),
        Ringer::close);
    var audiences =
        running.keep(new AudienceDesk(pool, outbound, rules, profiles, clock), AudienceDesk::close);
    return new AudienceCalls(audiences::size, audiences::begin, audiences::find, audiences::run);
  }
}
