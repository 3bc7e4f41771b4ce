package io.knowfirst.server.console;

import static java.util.stream.Collectors.joining;

import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.rules.folder.YamlFile;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.knowfirst.server.rulesets.scenarios.Scenarios;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import java.lang.ref.SoftReference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Decides for visitors for whom somebody wants to see what is shown. */
final class PreviewDesk {
  private static final int MOST_SCENARIOS = 500;

  private final Workbench workbench;
  private final Supplier<Assortment> assortment;
  private final VisitorSources visitors;
  private final AuditLog audit;
  private final InstantSource clock;

  /** Of the draft that was asked for last. */
  private volatile SoftReference<ActiveRules> last = new SoftReference<>(null);

  PreviewDesk(
      Workbench workbench,
      Supplier<Assortment> assortment,
      VisitorSources visitors,
      AuditLog audit,
      InstantSource clock) {
    this.workbench = workbench;
    this.assortment = assortment;
    this.visitors = visitors;
    this.audit = audit;
    this.clock = clock;
  }

  VisitorSources visitors() {
    return visitors;
  }

  Assortment assortment() {
    return assortment.get();
  }

  List<String> categories() {
    return CatalogueWords.of(assortment.get()).categories();
  }

  /** Names of those of the folder. */
  static List<String> scenarios(Bench bench) {
    return bench.policy().files().entrySet().stream()
        .filter(file -> Scenarios.areIn(file.getKey()))
        .flatMap(
            file ->
                YamlFile.read(file.getKey(), file.getValue(), new ArrayList<>()).tables().stream())
        .map(table -> table.optional("name"))
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .limit(MOST_SCENARIOS)
        .toList();
  }

  /** For what the form asks, by the rules of the bench. */
  Future<PreviewRun> run(ConsoleRequest request, Bench bench) {
    return rules(bench)
        .map(
            rules ->
                new PreviewRun(
                    request, rules, bench.policy().files(), assortment.get(), clock.instant()));
  }

  private Future<ActiveRules> rules(Bench bench) {
    var rulesets = workbench.rulesets();
    var opened = bench.opened();
    if (opened == null) {
      return Future.succeededFuture(rulesets.get());
    }
    var kept = last.get();
    if (kept != null && kept.base().hash().equals(opened.hash())) {
      return Future.succeededFuture(kept);
    }
    return Workbench.work(() -> rulesets.aside(bench.policy().files()))
        .onSuccess(rules -> last = new SoftReference<>(rules));
  }

  /** Fails with {@link IllegalArgumentException} where the form holds what is none. */
  Future<Traced> traced(PreviewRun run) {
    return run.request().field("visitor").isEmpty()
        ? Workbench.work(run::described)
        : run.stored(visitors, audit);
  }

  /** Whether the form is to be told of it. */
  static boolean isOfInput(Throwable failure) {
    return failure instanceof IllegalArgumentException
        || failure instanceof RuleFolderException
        || failure instanceof RulesetRefused
        || failure instanceof DraftRefused
        || failure instanceof Refused;
  }

  static String reason(Throwable failure) {
    if (failure instanceof Refused refused && !refused.problem().errors().isEmpty()) {
      return refused.problem().errors().stream().map(Fault::sentence).collect(joining("\n"));
    }
    return failure instanceof RulesetRefused refused
        ? refused.reason()
        : String.valueOf(failure.getMessage());
  }
}
