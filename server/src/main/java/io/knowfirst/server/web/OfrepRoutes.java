package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The OpenFeature Remote Evaluation Protocol, version 0.3: a placement is a flag, what it shows the
 * flag's value. Problems are answered in the protocol's own shape.
 */
final class OfrepRoutes {
  /** Of all its paths. */
  static final String PREFIX = "/ofrep/";

  private final Services services;
  private final VisitorIdentifier askers;
  private final OfrepReader reader;
  private final EventStreams streams;
  private final StaticPlacements fixed;
  private final boolean behindProxy;

  OfrepRoutes(
      Services services, VisitorIdentifier askers, EventStreams streams, boolean behindProxy) {
    this.services = services;
    this.askers = askers;
    this.reader = new OfrepReader(services);
    this.streams = streams;
    this.fixed = new StaticPlacements(services);
    this.behindProxy = behindProxy;
  }

  /** Evaluates one flag, as a decision that is shown at once. */
  void evaluate(RoutingContext context) {
    var caller = Gate.caller(context);
    var key = context.pathParam("key");
    asked(context, caller)
        .compose(
            asked -> {
              var request = reader.single(asked, key == null ? "" : key);
              return services
                  .decisions()
                  .decide()
                  .apply(request)
                  .map(decision -> answer(context, asked, decision));
            })
        .onFailure(context::fail);
  }

  /** Evaluates all flags ahead of their use. */
  void evaluateAll(RoutingContext context) {
    var caller = Gate.caller(context);
    asked(context, caller)
        .compose(
            asked -> {
              var all = new ArrayList<Future<Decision>>();
              for (var request : reader.all(asked)) {
                all.add(services.decisions().prefetch().apply(request));
              }
              return Future.all(all).map(done -> answerAll(context, asked, done.list()));
            })
        .onFailure(context::fail);
  }

  /** A stream that tells providers to evaluate again when rules or experiments have changed. */
  void stream(RoutingContext context) {
    streams.open(context);
  }

  private Future<OfrepReader.Asked> asked(RoutingContext context, Caller caller) {
    return Body.json(context, Body.JSON)
        .compose(
            tree ->
                askers
                    .ask(context, caller, OfrepReader.carried(tree))
                    .map(asker -> read(tree, asker)));
  }

  private OfrepReader.Asked read(JsonNode tree, IdentifiedVisitor asker) {
    try {
      return reader.read(tree, asker);
    } finally {
      asker.notes().report(services.quality(), asker.caller().id());
    }
  }

  private @Nullable Void answer(
      RoutingContext context, OfrepReader.Asked asked, Decision decision) {
    remember(context, asked.asker());
    var writer = new OfrepWriter(fixed.now(), true);
    Answers.json(context, 200, json -> writer.flag(json, decision, decision.placements().get(0)));
    return null;
  }

  private @Nullable Void answerAll(
      RoutingContext context, OfrepReader.Asked asked, List<Decision> decisions) {
    remember(context, asked.asker());
    var still = fixed.now();
    var tag = new OfrepWriter(still, false).tag(decisions);
    if (StaticFile.isKnown(context, tag)) {
      return null;
    }
    var stream = asked.asker().trusted() ? null : streamOf(context, asked.asker().caller());
    var writer = new OfrepWriter(still, true);
    Answers.json(context, 200, json -> writer.flags(json, decisions, stream));
    return null;
  }

  private void remember(RoutingContext context, IdentifiedVisitor asker) {
    if (!asker.unproven()) {
      askers.remember(context, asker, false);
    }
  }

  /**
   * Where the changes are told. A browser's {@code EventSource} sets no header, so the site key,
   * which is public, stands in the address; no other key may.
   */
  private @Nullable String streamOf(RoutingContext context, Caller caller) {
    var key = Presented.by(context.request()).key();
    if (!caller.isPublic() || key == null) {
      return null;
    }
    var prefix = behindProxy ? context.request().getHeader("X-Forwarded-Prefix") : null;
    boolean plain = prefix != null && prefix.matches("(/[A-Za-z0-9._~-]{1,100}){1,9}");
    return (plain ? prefix : "") + EventStreams.PATH + "?key=" + key;
  }
}
