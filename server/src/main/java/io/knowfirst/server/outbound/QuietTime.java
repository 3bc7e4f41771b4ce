package io.knowfirst.server.outbound;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.Addressee;
import io.knowfirst.server.decide.Outbound;
import io.knowfirst.server.decide.TriggerTimes;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hours in which nobody is contacted. */
final class QuietTime {
  private QuietTime() {}

  /** When the channel that comes first may be used; null for now. */
  static @Nullable Instant until(
      Outbound outbound, Addressee one, Set<String> segments, RuleFolder folder) {
    var there = one.placements().stream().map(Placement::channel).toList();
    return outbound.choices(one, segments).stream()
        .filter(choice -> there.contains(choice.channel()))
        .findFirst()
        .map(choice -> folder.channels().outbound().get(choice.channel()))
        .map(
            channel -> {
              var quiet = channel.quiet();
              var next =
                  quiet == null
                      ? one.now()
                      : quiet.next(one.now(), TriggerTimes.zone(one.profile(), folder.zone()));
              return next.isAfter(one.now()) ? next : null;
            })
        .orElse(null);
  }
}
