package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.rules.folder.YamlPointer;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.Grant;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.decide.assignment.LifecycleStep;
import io.knowfirst.server.decide.assignment.Refusal;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.decide.assignment.State;
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
  private static final Set<Grant> DECIDING = Set.of(KeyKind.ADMIN, Role.APPROVER);
  private static final Set<String> DECISION = Set.of("variation");

  private final Services services;
  private final Gate gate;

  ExperimentRoutes(Services services, Gate gate) {
    this.services = services;
    this.gate = gate;
  }

  void list(RoutingContext context) {
    var all = services.experiments().now().get().all();
    var now = services.clock().instant();
    Answers.json(context, 200, json -> ExperimentWriter.list(json, all, now));
  }

  void show(RoutingContext context) {
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
    var id = id(context);
    checkMayApply(Gate.caller(context), id);
    var type = String.valueOf(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
    Body.bytes(context, Body.YAML, Body.LIMIT)
        .map(bytes -> definition(bytes, type))
        .map(text -> startsNothing(Gate.caller(context), id, text))
        .compose(
            text ->
                services
                    .experiments()
                    .apply()
                    .apply(id, text, gate.actor(context))
                    .recover(refused -> Future.failedFuture(atField(refused, text)))
                    .compose(
                        changed ->
                            context
                                .vertx()
                                .executeBlocking(() -> advice(changed, text), false)
                                .onSuccess(advice -> answer(context, changed, advice))))
        .onFailure(context::fail);
  }

  /** Authors write drafts; what visitors are assigned to is the business of approvers. */
  private void checkMayApply(Caller caller, String id) {
    var found = services.experiments().now().get().find(id);
    if (!caller.may(DECIDING) && found.filter(one -> one.state() != State.DRAFT).isPresent()) {
      throw new Refused(
          Problem.forbidden(
              "Experiment %s has started, expected an approver to change it. Maybe ask one, or write another experiment."
                  .formatted(id)));
    }
  }

  private static String startsNothing(Caller caller, String id, String text) {
    if (!caller.may(DECIDING) && ExperimentFile.read(id + ".yaml", id, text, null).running()) {
      throw new Refused(
          Problem.forbidden(
              "running is true, expected an approver to start experiment %s. Maybe leave it out."
                  .formatted(id)));
    }
    return text;
  }

  private List<Finding> advice(Registered changed, String text) {
    return services.rules().rulesets().get().advice(changed.definition(), text);
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
                services
                    .experiments()
                    .step()
                    .take(id, step, variation.orElse(null), gate.actor(context)))
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

  private static Problem unknown() {
    return Problem.notFound("No experiment has this id.");
  }
}
