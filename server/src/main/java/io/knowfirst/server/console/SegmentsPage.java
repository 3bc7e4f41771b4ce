package io.knowfirst.server.console;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.rulesets.liveness.LiveRules;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The segments by kind: who derives them, who uses them, and how often they were seen. */
final class SegmentsPage implements ConsolePage {
  static final List<String> KINDS =
      List.of("behavioural", "demographic", "geographic", "psychographic", "technographic");
  private static final int ROWS = 50;
  private static final int WEEK = 7;

  private final Workbench workbench;
  private final Supplier<Future<LiveRules>> liveRules;

  SegmentsPage(Workbench workbench, Supplier<Future<LiveRules>> liveRules) {
    this.workbench = workbench;
    this.liveRules = liveRules;
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
   * @param kinds how many there are, by kind
   */
  record Model(
      Bench bench,
      ConsoleRequest request,
      ListPage<Segment> page,
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
  public String name() {
    return "segments";
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.allOf(Role.class);
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return workbench
        .open(name(), request)
        .compose(
            bench ->
                liveRules.get().map(live -> View.of("segments.jte", model(bench, request, live))));
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
