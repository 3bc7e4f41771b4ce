package io.knowfirst.server.web;

import io.knowfirst.rules.folder.Campaign.Style;
import io.knowfirst.server.decide.ContactDecision.ChannelChoice;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Decision.Ruled;
import io.knowfirst.server.model.Decision.Shown;
import io.knowfirst.server.model.Reason;
import io.knowfirst.server.outbound.AudienceCount;
import io.knowfirst.server.outbound.AudienceLine;
import io.knowfirst.server.outbound.AudienceRun;
import io.knowfirst.server.outbound.AudienceSize;
import io.knowfirst.server.outbound.AudienceSize.ChannelSize;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What stands behind the routes of audiences: v-1 is the one member of every segment. */
final class AudienceAnswers {
  static final Instant AT = Instant.parse("2026-11-20T11:00:00Z");
  static final AudienceCount COUNT = new AudienceCount(3, 4, 2, 1, 0, 1);

  private AudienceAnswers() {}

  static AudienceCalls calls(BooleanSupplier away, Supplier<String> ruleset) {
    return new AudienceCalls(
        (segment, sample) -> answer(away, size(segment, ruleset.get())),
        (segment, placements) ->
            answer(away, new AudienceRun("run-1", segment, placements, ruleset.get(), AT)),
        id -> answer(away, run(id, ruleset.get())),
        (run, after, sink) ->
            sink.write(after.isEmpty() ? List.of(line()) : List.of(), COUNT).map(COUNT));
  }

  private static Optional<AudienceRun> run(String id, String ruleset) {
    var placements = List.of("email-teaser");
    return switch (id) {
      case "run-1" ->
          Optional.of(new AudienceRun(id, "newsletter-readers", placements, ruleset, AT));
      case "run-old" ->
          Optional.of(new AudienceRun(id, "newsletter-readers", placements, "other", AT));
      default -> Optional.empty();
    };
  }

  private static AudienceSize size(String segment, String ruleset) {
    return new AudienceSize(
        segment, ruleset, AT, 4, 3, 2, 1, List.of(new ChannelSize("email", "email", 1, 1)));
  }

  private static AudienceLine line() {
    var content = new Shown("email-news", Map.of("headline", "Say \"hello\", twice"), List.of());
    var reason = new Reason(null, List.of(), List.of());
    var placed =
        new Placed(
            "email-teaser",
            new Ruled("spring", Style.AUTOMATION),
            null,
            content,
            reason,
            "token-1");
    return new AudienceLine(
        "v-1", "v-1", new ChannelChoice("email", 0.25, 3, null, true), "d-1", placed);
  }

  private static <T> Future<T> answer(BooleanSupplier away, T answer) {
    return away.getAsBoolean()
        ? Future.failedFuture(new StoreUnavailable("away"))
        : Future.succeededFuture(answer);
  }
}
