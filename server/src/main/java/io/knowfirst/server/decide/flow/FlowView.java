package io.knowfirst.server.decide.flow;

import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.folder.FlowStep;
import io.knowfirst.rules.folder.RuleFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor's way through campaigns depends on at one moment.
 *
 * @param history as it is known now
 * @param segments they are in; null as long as that is not known
 * @param supposed whether what is to be sent is taken to be sent when it is time
 */
public record FlowView(
    RuleFolder folder,
    String visitor,
    History history,
    Instant now,
    @Nullable Set<String> segments,
    boolean supposed) {
  /** How long a message that is taken to be sent is shown as such. */
  static final Duration SUPPOSED = Duration.ofDays(1);

  /** Nobody sends anything in a simulation: a message is what would be sent about now. */
  boolean isJustSent(@Nullable FlowStep step, Instant at) {
    return supposed && step instanceof FlowStep.Send && now.isBefore(at.plus(SUPPOSED));
  }

  /** Whole days are the shop's calendar days, so that a clock that changes moves nothing. */
  Instant after(Instant from, Duration lasting) {
    var days = Duration.ofDays(lasting.toDays());
    return lasting.equals(days)
        ? from.atZone(folder.zone()).plusDays(lasting.toDays()).toInstant()
        : from.plus(lasting);
  }
}
