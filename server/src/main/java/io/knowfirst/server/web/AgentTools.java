package io.knowfirst.server.web;

import static io.knowfirst.server.access.Role.APPROVER;
import static io.knowfirst.server.access.Role.AUTHOR;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportWriter;
import io.knowfirst.experiments.report.ledger.LedgerWriter;
import io.knowfirst.server.access.Grant;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What agents may read: the language of the rules, what is live, why it decides so, reports. */
final class AgentTools {
  static final Set<Grant> READERS = Route.servers(Role.values());
  private static final int MOST_PHASE = 9_999;

  private final Services services;
  private final AgentSimulations simulations;

  AgentTools(Services services, AgentSimulations simulations) {
    this.services = services;
    this.simulations = simulations;
  }

  List<AgentTool> all() {
    var people = Route.admin(Role.values());
    var deciding = Route.servers(AUTHOR, APPROVER);
    var tools =
        new ArrayList<>(
            List.of(
                new AgentTool("get_vocabulary", READERS, this::vocabulary),
                new AgentTool("list_sentences", people, this::sentences),
                new AgentTool("list_rules", READERS, this::rules),
                new AgentTool("simulate", deciding, simulations::simulate),
                new AgentTool("why_not", deciding, simulations::whyNot),
                new AgentTool("list_experiments", READERS, this::experiments),
                new AgentTool("get_report", READERS, this::report),
                new AgentTool("get_ledger", READERS, this::ledger)));
    tools.addAll(new AgentDraftTools(services).all());
    return tools;
  }

  /** The arguments of a call, of which none may have another name. */
  static Fields only(ObjectNode arguments, Faults faults, String... names) {
    return Fields.of(arguments, At.ROOT, faults).only(Set.of(names));
  }

  private Future<Answers.Writer> vocabulary(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    only(arguments, faults);
    Refused.unlessNone(faults);
    return VocabularyWriter.of(services);
  }

  private Future<Answers.Writer> sentences(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    var asked = only(arguments, faults, "language");
    var language = asked.id("language");
    Refused.unlessNone(faults);
    return new SentenceRoutes(services).live(context, SentenceRoutes.language(language));
  }

  private Future<Answers.Writer> rules(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    only(arguments, faults);
    Refused.unlessNone(faults);
    return services.rules().live().get().map(rules -> json -> RuleRoutes.write(json, rules));
  }

  private Future<Answers.Writer> experiments(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    only(arguments, faults);
    Refused.unlessNone(faults);
    var all = services.experiments().now().get().all();
    var now = services.clock().instant();
    return Future.succeededFuture(json -> ExperimentWriter.list(json, all, now));
  }

  private Future<Answers.Writer> report(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    var asked = only(arguments, faults, "experiment", "phase");
    var id = asked.requiredId("experiment");
    var phase = asked.whole("phase", 1, MOST_PHASE);
    Refused.unlessNone(faults);
    return services
        .reports()
        .report()
        .apply(id, phase)
        .map(ReportRoutes::found)
        .compose(
            report ->
                raw(context, () -> ReportWriter.write(report, ReportFormat.JSON, Locale.ENGLISH)));
  }

  private Future<Answers.Writer> ledger(RoutingContext context, ObjectNode arguments) {
    var faults = new Faults();
    var asked = only(arguments, faults, "from", "until", "metric");
    var question = new LedgerRoutes(services).question(asked::id);
    Refused.unlessNone(faults);
    return services
        .reports()
        .ledger()
        .apply(question)
        .recover(failure -> Future.failedFuture(ReportSender.refusal(failure)))
        .compose(
            ledger ->
                raw(context, () -> LedgerWriter.write(ledger, ReportFormat.JSON, Locale.ENGLISH)));
  }

  private interface Rendering {
    String text();
  }

  private static Future<Answers.Writer> raw(RoutingContext context, Rendering rendering) {
    return context
        .vertx()
        .executeBlocking(rendering::text, false)
        .map(text -> json -> json.writeRawValue(text));
  }
}
