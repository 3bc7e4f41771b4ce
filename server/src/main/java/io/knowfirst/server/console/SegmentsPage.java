package io.knowfirst.server.console;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.rulesets.liveness.LiveRules;
import io.knowfirst.server.rulesets.liveness.MembersSeen;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The segments by kind: who derives them, who uses them, and how often they were seen. */
final class SegmentsPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("segments");
  static final List<String> KINDS =
      List.of("behavioural", "demographic", "geographic", "psychographic", "technographic");
  private static final int ROWS = 50;
  private static final int WEEK = 7;

  private final Workbench workbench;
  private final TodaySources sources;

  SegmentsPage(Workbench workbench, TodaySources sources) {
    this.workbench = workbench;
    this.sources = sources;
  }

  /**
   * A segment.
   *
   * @param kind empty where no rule says one
   * @param campaigns that ask for it
   * @param today decisions made today for members; of several rules that derive it the one that
   *     fired most often
   * @param week the same of the last seven days
   * @param silent whether a rule of it used to fire and does not any more
   */
  record Segment(
      String id,
      String kind,
      List<RuleCard> rules,
      Set<String> campaigns,
      long today,
      long week,
      boolean silent) {
    boolean unused() {
      return campaigns.isEmpty();
    }
  }

  /**
   * The segments.
   *
   * @param seen about how many different visitors those of the page had, as the live rules found
   *     them
   * @param kinds how many there are, by kind
   */
  record Model(
      Bench bench,
      ConsoleRequest request,
      ListPage<Segment> page,
      Map<String, MembersSeen> seen,
      Map<String, Long> kinds,
      long silent,
      long unused,
      Locale locale) {
    static final List<String> ALL_KINDS = KINDS;

    String search() {
      return request.field("q");
    }

    String kind() {
      return request.field("kind");
    }

    String only() {
      return request.field("only");
    }

    Model with(Map<String, MembersSeen> found) {
      return new Model(bench, request, page, found, kinds, silent, unused, locale);
    }

    MembersSeen members(Segment segment) {
      return seen.getOrDefault(segment.id(), MembersSeen.NONE);
    }

    String number(long number) {
      return Figures.number(locale, number);
    }

    String turn(int page) {
      return bench.address(
          "segments", "q", search(), "kind", kind(), "only", only(), "page", "" + page);
    }

    /** Where a rule can be read, and changed in a draft. */
    String address(RuleCard rule) {
      return bench.source(rule.file());
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return workbench
        .open(name(), request)
        .compose(
            bench ->
                sources
                    .liveRules()
                    .get()
                    .map(live -> model(bench, request, live))
                    .compose(
                        model ->
                            sources
                                .members()
                                .apply(model.page().items().stream().map(Segment::id).toList())
                                .map(seen -> View.of("segments.jte", model.with(seen)))));
  }

  private static Model model(Bench bench, ConsoleRequest request, LiveRules live) {
    var fired =
        live.rules().stream()
            .collect(
                Collectors.toMap(line -> line.rule().name(), Function.identity(), (a, b) -> a));
    var all =
        bench.policy().segments().entrySet().stream()
            .map(one -> segment(bench.policy(), one.getKey(), one.getValue(), fired))
            .toList();
    var kind = request.field("kind");
    var only = request.field("only");
    var found =
        all.stream()
            .filter(one -> kind.isEmpty() || one.kind().equals(kind))
            .filter(one -> !only.equals("silent") || one.silent())
            .filter(one -> !only.equals("unused") || one.unused())
            .filter(
                one ->
                    ListPage.matches(
                        request.field("q"),
                        Stream.concat(
                            Stream.of(one.id()), one.rules().stream().map(RuleCard::name))))
            .toList();
    return new Model(
        bench,
        request,
        ListPage.of(request, found, ROWS),
        Map.of(),
        all.stream().collect(Collectors.groupingBy(Segment::kind, Collectors.counting())),
        all.stream().filter(Segment::silent).count(),
        all.stream().filter(Segment::unused).count(),
        request.locale());
  }

  private static Segment segment(
      Policy policy, String id, List<RuleCard> rules, Map<String, LiveRules.Line> fired) {
    var lines =
        rules.stream().map(rule -> fired.get(rule.name())).filter(Objects::nonNull).toList();
    return new Segment(
        id,
        rules.stream().map(RuleCard::kind).filter(Objects::nonNull).findFirst().orElse(""),
        rules,
        new TreeSet<>(policy.readers().getOrDefault(id, Set.of())),
        lines.stream().mapToLong(line -> sum(line, 1)).max().orElse(0),
        lines.stream().mapToLong(line -> sum(line, WEEK)).max().orElse(0),
        lines.stream().anyMatch(line -> line.alert() != null));
  }

  /** The fires of the last days, today among them. */
  private static long sum(LiveRules.Line line, int days) {
    var fires = line.fires();
    return fires.subList(Math.max(0, fires.size() - days), fires.size()).stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
