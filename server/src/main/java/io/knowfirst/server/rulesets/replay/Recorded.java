package io.knowfirst.server.rulesets.replay;

import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.ChannelModel;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.Trends;
import io.knowfirst.server.decide.arbitration.MomentBounds;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.profile.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decision as it was recorded: what decides it again, and what came of it.
 *
 * @param ruleset hash of the rule base that decided
 * @param catalogue version of the products it chose from
 * @param experiments names their state, see {@link ExperimentState}
 * @param placements as they were asked for
 * @param profile as it was then; empty where it could not be read
 * @param failed rules that failed or were suspended
 * @param verdict what was decided
 * @param model that forecast orders; null where none did
 * @param trends that rules asked for
 * @param channels how visitors responded on each, where rules asked for the preferred one
 * @param bounds what bore on arbitration besides
 */
record Recorded(
    String id,
    Instant at,
    String visitor,
    String channel,
    String ruleset,
    long catalogue,
    String experiments,
    List<Placement> placements,
    Context context,
    Profile profile,
    Set<String> failed,
    Verdict verdict,
    @Nullable BuyingModel model,
    Trends trends,
    ChannelModel channels,
    MomentBounds bounds) {
  Recorded {
    placements = List.copyOf(placements);
    failed = Set.copyOf(failed);
  }
}
