package io.knowfirst.server.web;

import io.knowfirst.experiments.assignment.Assignment;
import io.knowfirst.experiments.assignment.Holdout;
import io.knowfirst.rules.base.Firing;
import io.knowfirst.rules.base.Membership;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.Weather;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.server.decide.StoredDecision;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.model.HoldoutAssignment;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.model.Reason;
import io.knowfirst.server.wire.Json;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What stands behind the routes of decisions, as a test wants it. */
final class DecisionAnswers {
  private static final Decision.Tested TESTED =
      new Decision.Tested("reco-layout", "grid", 1, 17, 0.5, Assignment.Source.HASHED);
  private static final HoldoutAssignment HELD =
      new HoldoutAssignment(
          "global",
          "umbrellas",
          Holdout.Arm.KNOWN,
          List.of(new HoldoutAssignment.Draw("holdout:umbrellas", "known", 4711, 0.95)));

  private DecisionAnswers() {}

  /** Umbrellas for home-hero, a test for all others. */
  static Decision of(DecisionRequest request, Function<Exposure, String> sign) {
    var placed = request.placements().stream().map(p -> placed(request, p, sign)).toList();
    var events =
        request.events().isEmpty() ? null : new Decision.Taken(request.events().size(), 0, true);
    return new Decision("d-1", request.visitor(), "sha256:5f1d", 7, request.now(), placed, events);
  }

  private static Decision.Placed placed(
      DecisionRequest request, Placement placement, Function<Exposure, String> sign) {
    var origin = new Origin("e-1", request.now().minusSeconds(60));
    var rain = new Weather("rain", 9, List.of(origin));
    var member =
        new Membership("rained-on", "geographic", new Firing("Rain", List.of(rain), List.of()));
    var firing = new Firing("Umbrellas when it rains", List.of(), List.of(member));
    var note = new Reason.Note(Reason.Code.NO_OFFER, "Nothing was offered.");
    boolean known = placement.id().equals("home-hero");
    var token =
        sign.apply(
            new Exposure(
                "d-1",
                placement.id(),
                request.visitor(),
                known ? Outcome.KNOWN : Outcome.TESTED,
                known ? "umbrellas" : null,
                known ? null : TESTED,
                List.of(),
                request.channel(),
                null));
    return known
        ? new Decision.Placed(
            placement.id(),
            new Decision.Ruled("umbrellas", Campaign.Style.AUTOMATION),
            HELD,
            new Decision.Shown(
                "umbrella", Map.of("headline", "Dry", "id", "other"), List.of(TestApi.SHOE)),
            new Reason(
                firing,
                List.of("rained-on"),
                List.of(),
                List.of(),
                List.of(
                    new Decision.Basis(
                        "p-1", "bought-together", "bought together with p-77 by 31 of 204"))),
            token)
        : new Decision.Placed(
            placement.id(), TESTED, null, null, new Reason(null, List.of(), List.of(note)), token);
  }

  static Future<Optional<StoredDecision>> stored(String id, boolean away) {
    if (away) {
      return Future.failedFuture(new IOException("away"));
    }
    if (!id.equals("d-1")) {
      return Future.succeededFuture(Optional.empty());
    }
    var json =
        """
        {"decisionId":"d-1","visitor":{"id":"v-1"},"at":"2026-11-22T09:00:00Z","channel":"web",
         "ruleset":"sha256:5f1d","catalogue":7,"decisions":[]}""";
    return Future.succeededFuture(
        Optional.of(new StoredDecision(id, Json.parse(json.getBytes(StandardCharsets.UTF_8)))));
  }
}
