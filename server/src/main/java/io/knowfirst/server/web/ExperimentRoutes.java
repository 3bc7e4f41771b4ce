package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.rules.folder.YamlPointer;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.decide.assignment.LifecycleStep;
import io.knowfirst.server.decide.assignment.Refusal;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Defines experiments, takes them through their lives, tells how they stand. */
final class ExperimentRoutes {
  private static final Set<String> DECISION = Set.of("variation");

  private final Services services;
  private final KeyGate gate;

  ExperimentRoutes(Services services, KeyGate gate) {
    this.services = services;
    this.gate = gate;
  }

  void list(RoutingContext context) {
    gate.admit(context, KeyGate.SERVERS);
    var all = services.experiments().now().get().all();
    var now = services.clock().instant();
    Answers.json(context, 200, json -> ExperimentWriter.list(json, all, now));
  }

  void show(RoutingContext context) {
    gate.admit(context, KeyGate.SERVERS);
    var id = id(context);
    var found =
        services.experiments().now().get().find(id).orElseThrow(() -> new Refused(unknown()));
    var calls = services.experiments();
    calls
        .periods()
        .apply(id)
        .compose(
            periods ->
                calls
                    .history()
                    .apply(id)
                    .onSuccess(
                        history ->
                            Answers.json(
                                context,
                                200,
                                json ->
                                    ExperimentWriter.whole(
                                        json,
                                        found,
                                        calls.now().get().all(),
                                        services.clock().instant(),
                                        periods,
                                        history))))
        .onFailure(context::fail);
  }

  void apply(RoutingContext context) {
    var caller = gate.admit(context, KeyGate.OPERATORS);
    var id = id(context);
    var type = String.valueOf(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
    Body.bytes(context, Body.YAML, Body.LIMIT)
        .map(bytes -> definition(bytes, type))
        .compose(
            text ->
                services
                    .experiments()
                    .apply()
                    .apply(id, text, who(caller))
                    .recover(refused -> Future.failedFuture(atField(refused, text)))
                    .compose(
                        changed ->
                            context
                                .vertx()
                                .executeBlocking(() -> advice(changed, text), false)
                                .onSuccess(advice -> answer(context, changed, advice))))
        .onFailure(context::fail);
  }

  private List<Finding> advice(Registered changed, String text) {
    return services.rulesets().get().advice(changed.definition(), text);
  }

  /** A definition that is refused names its fields, as any other body does. */
  private static Throwable atField(Throwable refused, String text) {
    if (refused instanceof RuleFolderException wrong) {
      return new Refused(
          Problem.body(wrong.findings().stream().map(finding -> fault(finding, text)).toList()));
    }
    return refused instanceof Refusal refusal
        ? new Refused(Problem.wrongState(refusal, pointer -> YamlPointer.value(text, pointer)))
        : refused;
  }

  private static Fault fault(Finding finding, String text) {
    var pointer = YamlPointer.of(text, finding);
    return Fault.of(finding, pointer, pointer.isEmpty() ? null : YamlPointer.value(text, pointer));
  }

  /** JSON is YAML but for tabs, which its strings cannot hold as they are. */
  private static String definition(byte[] bytes, String type) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    if (type.startsWith("application/json")) {
      Json.parse(bytes);
      return text.replace('\t', ' ');
    }
    return text;
  }

  void step(RoutingContext context) {
    var caller = gate.admit(context, KeyGate.OPERATORS);
    var id = id(context);
    var word = context.pathParam("step");
    var step =
        Arrays.stream(LifecycleStep.values())
            .filter(one -> one.word().equals(word))
            .findFirst()
            .orElseThrow(() -> new Refused(Problem.notFound("There is nothing at this path.")));
    variation(context, step)
        .compose(
            variation ->
                services.experiments().step().take(id, step, variation.orElse(null), who(caller)))
        .map(changed -> changed.orElseThrow(() -> new Refused(unknown())))
        .onSuccess(changed -> answer(context, changed, List.of()))
        .onFailure(context::fail);
  }

  private static Future<Optional<String>> variation(RoutingContext context, LifecycleStep step) {
    return step == LifecycleStep.DECIDE
        ? Body.json(context, Body.JSON).map(ExperimentRoutes::variation)
        : Future.succeededFuture(Optional.empty());
  }

  private static Optional<String> variation(JsonNode tree) {
    var faults = new Faults();
    var variation = Fields.of(tree, At.ROOT, faults).only(DECISION).requiredId("variation");
    Refused.unlessNone(faults);
    return Optional.of(variation);
  }

  private void answer(RoutingContext context, Registered changed, List<Finding> advice) {
    var all = services.experiments().now().get().all();
    Answers.json(
        context,
        200,
        json -> ExperimentWriter.changed(json, changed, all, services.clock().instant(), advice));
  }

  private static String id(RoutingContext context) {
    var id = context.pathParam("id");
    if (id == null || Text.idFault(id) != null) {
      throw new Refused(unknown());
    }
    return id;
  }

  private static String who(Caller caller) {
    return "key " + caller.key();
  }

  private static Problem unknown() {
    return Problem.notFound("No experiment has this id.");
  }
}
