package io.knowfirst.server.console;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.rules.folder.YamlEdit;
import io.knowfirst.rules.folder.YamlFile;
import io.knowfirst.rules.why.WhyNot;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a visitor would see: one of the scenarios, or one described in a form, at any clock. */
final class PreviewPage implements ConsolePage {
  private static final int MOST_SCENARIOS = 500;

  private final Workbench workbench;
  private final Supplier<Assortment> assortment;
  private final VisitorSources visitors;
  private final AuditLog audit;
  private final InstantSource clock;

  PreviewPage(
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

  /**
   * What would be shown.
   *
   * @param traced null before anything was asked for
   * @param scenarios names of those of the folder
   */
  record Model(
      Bench bench,
      ConsoleRequest request,
      Persona persona,
      @Nullable Traced traced,
      List<String> scenarios,
      List<String> categories) {
    static final List<String> ACTS = Persona.ACTS;
    static final List<String> PAGES = AudienceRow.PAGES;

    boolean mayAskForStored() {
      return request.who().user().caller().may(Set.of(Role.PRIVACY));
    }

    List<String> segments() {
      return traced == null
          ? List.of()
          : traced.trace().evaluation().segments().stream()
              .map(one -> one.segment())
              .distinct()
              .toList();
    }

    List<Placed> placements() {
      return traced == null ? List.of() : traced.decided().decision().placements();
    }

    List<Traced.Turn> turns(Placed placed) {
      return traced == null ? List.of() : traced.turns(placed);
    }

    /** Why the rules of campaigns that made no offer at a placement did not fire. */
    List<WhyNot> whyNot(Placed placed) {
      if (traced == null) {
        return List.of();
      }
      var campaigns = bench.policy().folder().campaigns().values();
      var rules =
          campaigns.stream()
              .filter(one -> one.placements().contains(placed.placement()))
              .sorted((a, b) -> b.priority() - a.priority())
              .flatMap(one -> bench.policy().audience(one.id()).stream())
              .map(RuleCard::name)
              .toList();
      return rules.stream()
          .map(traced.trace().whyNot()::get)
          .filter(why -> why != null && why.status() != WhyNot.Status.FIRED)
          .toList();
    }
  }

  @Override
  public String name() {
    return "preview";
  }

  @Override
  public boolean takesForms() {
    return true;
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.AUTHOR, Role.APPROVER);
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return workbench.open(name(), request).compose(bench -> show(request, bench));
  }

  private Future<View> show(ConsoleRequest request, Bench bench) {
    if (request.field("do").isEmpty()) {
      return Workbench.work(() -> view(request, bench, null));
    }
    return rules(bench)
        .compose(rules -> traced(request, bench, rules))
        .compose(traced -> Workbench.work(() -> view(request, bench, traced)))
        .recover(
            failure ->
                isOfInput(failure)
                    ? Workbench.work(() -> view(request, bench.with(reason(failure)), null))
                    : Future.failedFuture(failure));
  }

  private static boolean isOfInput(Throwable failure) {
    return failure instanceof IllegalArgumentException
        || failure instanceof RuleFolderException
        || failure instanceof RulesetRefused
        || failure instanceof DraftRefused;
  }

  private static String reason(Throwable failure) {
    return failure instanceof RulesetRefused refused
        ? refused.reason()
        : String.valueOf(failure.getMessage());
  }

  private Future<ActiveRules> rules(Bench bench) {
    var rulesets = workbench.rulesets();
    return bench.opened() == null
        ? Future.succeededFuture(rulesets.get())
        : Workbench.work(() -> rulesets.aside(bench.policy().files()));
  }

  private View view(ConsoleRequest request, Bench bench, @Nullable Traced traced) {
    return View.of(
        "preview.jte",
        new Model(
            bench,
            request,
            Persona.of(request),
            traced,
            scenarios(bench),
            CatalogueWords.of(assortment.get()).categories()));
  }

  private static List<String> scenarios(Bench bench) {
    return bench.policy().files().entrySet().stream()
        .filter(file -> file.getKey().startsWith("scenarios/"))
        .flatMap(
            file ->
                YamlFile.read(file.getKey(), file.getValue(), new ArrayList<>()).tables().stream())
        .map(table -> table.optional("name"))
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .limit(MOST_SCENARIOS)
        .toList();
  }

  private Future<Traced> traced(ConsoleRequest request, Bench bench, ActiveRules rules) {
    var run =
        new PreviewRun(request, rules, bench.policy().files(), assortment.get(), clock.instant());
    return request.field("visitor").isEmpty()
        ? Workbench.work(run::described)
        : run.stored(visitors, audit);
  }

  /**
   * Keeps the visitor that is described as a scenario of the draft, with what they see now; a
   * visitor who is stored is asked for in a form, so that no id is in an address.
   */
  @Override
  public Future<View> submit(ConsoleRequest request) {
    if (!request.field("do").equals("save")) {
      return show(request);
    }
    return workbench
        .open(name(), request)
        .compose(
            bench ->
                rules(bench)
                    .compose(rules -> Workbench.work(() -> scenario(request, bench, rules)))
                    .compose(
                        text -> workbench.save(request, new TreeMap<>(Map.of(file(request), text))))
                    .map(
                        saved ->
                            View.lead(
                                bench.address(
                                    name(),
                                    "do",
                                    "show",
                                    "scenario",
                                    request.field("name"),
                                    "done",
                                    "scenario")))
                    .recover(
                        failure ->
                            isOfInput(failure)
                                ? Workbench.work(
                                    () -> view(request, bench.with(reason(failure)), null))
                                : Future.failedFuture(failure)));
  }

  private static String file(ConsoleRequest request) {
    return "scenarios/" + Addresses.slug(request.field("name")) + ".yaml";
  }

  private String scenario(ConsoleRequest request, Bench bench, ActiveRules rules) {
    var name = request.field("name");
    if (name.isEmpty() || bench.policy().files().containsKey(file(request))) {
      throw new IllegalArgumentException(
          "The name is \"%s\", expected one that no scenario has.".formatted(name));
    }
    var zone = rules.base().folder().zone();
    var run =
        new PreviewRun(request, rules, bench.policy().files(), assortment.get(), clock.instant());
    var traced = run.described();
    var placement = request.field("placement");
    var entry = new LinkedHashMap<>(Persona.of(request).entry(name, run.clock(), zone));
    var expect = new LinkedHashMap<String, String>();
    traced.decided().decision().placements().stream()
        .filter(placed -> placed.placement().equals(placement))
        .findFirst()
        .ifPresent(
            placed -> {
              entry.put("placement", YamlEdit.text(placement));
              expect.put("outcome", placed.outcome().word());
              if (placed.campaign() != null) {
                expect.put("campaign", YamlEdit.text(placed.campaign()));
              }
              var content = placed.content();
              if (content != null) {
                expect.put("content", YamlEdit.text(content.id()));
              }
            });
    expect.put(
        "segments",
        YamlEdit.list(
            traced.trace().evaluation().segments().stream()
                .map(one -> one.segment())
                .distinct()
                .toList()));
    entry.put("expect", YamlEdit.table(expect));
    return YamlEdit.add("", entry);
  }
}
