package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.report.Course;
import io.knowfirst.experiments.report.Course.Stage;
import io.knowfirst.experiments.report.Design;
import io.knowfirst.experiments.report.ReportSettings;
import io.knowfirst.experiments.report.VariationDescription;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Measurement;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.model.HoldoutAssignment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a report is about.
 *
 * @param bandit whether weights follow results
 * @param weights of the variations, the control first; empty where nothing is planned
 * @param course how far it has come
 * @param schedule its first and last moment; empty where it has none
 * @param shown what visitors were shown, as far as somebody said
 */
record Subject(
    String name,
    String owner,
    Measured measured,
    Measurement measurement,
    boolean bandit,
    Map<String, Integer> weights,
    Course course,
    String schedule,
    List<VariationDescription> shown) {
  private static final String HOLDOUT_OF = HoldoutAssignment.EVERYWHERE + ":";
  private static final double POWER = 0.8;

  Subject {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    shown = List.copyOf(shown);
  }

  /**
   * An experiment as it stands; what else has exposures, such as a holdout, is reported by all
   * metrics and always runs.
   *
   * @param phase the one that is reported; one before the newest is over
   */
  static Subject of(
      String id, RuleFolder folder, Optional<Registered> registered, int phase, Instant now) {
    return registered
        .map(one -> of(one, folder, phase, now))
        .orElseGet(
            () ->
                new Subject(
                    unregistered(id, folder),
                    "",
                    new Measured(id, "", byGoal(id, folder)),
                    Measurement.DEFAULT,
                    false,
                    Map.of(),
                    new Course(Stage.HOLDOUT, null, day(now), null),
                    "",
                    List.of()));
  }

  private static Subject of(Registered one, RuleFolder folder, int phase, Instant now) {
    var file = one.definition();
    var weights = new LinkedHashMap<String, Integer>();
    one.split().variations().forEach(variation -> weights.put(variation.id(), variation.weight()));
    boolean newest = phase >= one.split().phase();
    var started = newest ? began(one) : null;
    return new Subject(
        file.name(),
        file.owner() == null ? "" : file.owner(),
        Measured.of(file, folder),
        file.measurement(),
        file.bandit() != null,
        weights,
        new Course(
            newest ? stage(one, now) : Stage.ENDED,
            started == null ? null : day(started),
            day(now),
            newest ? one.decision() : null),
        file.from() == null && file.until() == null
            ? ""
            : "%s \u2013 %s".formatted(moment(file.from()), moment(file.until())),
        file.variations().stream().map(variation -> ShownContent.of(variation, folder)).toList());
  }

  /** A campaign's holdout goes by what people call the campaign. */
  private static String unregistered(String id, RuleFolder folder) {
    var campaign = campaign(id, folder);
    return campaign == null ? id : HOLDOUT_OF + campaign.title();
  }

  /** All metrics, the goal of a campaign's holdout first: it decides. */
  private static List<MetricFile> byGoal(String id, RuleFolder folder) {
    var campaign = campaign(id, folder);
    var goal = campaign == null ? null : folder.metrics().get(String.valueOf(campaign.goal()));
    var all = Measured.all(folder);
    return goal == null
        ? all
        : Stream.concat(Stream.of(goal), all.stream().filter(one -> !one.equals(goal))).toList();
  }

  private static @Nullable Campaign campaign(String id, RuleFolder folder) {
    return id.startsWith(HOLDOUT_OF)
        ? folder.campaigns().get(id.substring(HOLDOUT_OF.length()))
        : null;
  }

  /** When visitors could first be assigned. */
  private static @Nullable Instant began(Registered one) {
    var started = one.started();
    var from = one.definition().from();
    return started == null || from == null || from.isBefore(started) ? started : from;
  }

  private static Stage stage(Registered one, Instant now) {
    return switch (one.state()) {
      case DRAFT -> Stage.WAITING;
      case RUNNING ->
          one.asks(now)
              ? Stage.RUNNING
              : one.definition().until() != null && !now.isBefore(one.definition().until())
                  ? Stage.ENDED
                  : Stage.WAITING;
      case PAUSED -> Stage.PAUSED;
      case DECIDED -> Stage.DECIDED;
      case ARCHIVED -> Stage.ARCHIVED;
    };
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  private static String moment(@Nullable Instant at) {
    return at == null ? "" : at.toString();
  }

  /** The first metric that is no guardrail; a folder without one is not read. */
  MetricFile deciding() {
    return measured.metrics().stream()
        .filter(metric -> !metric.guardrail())
        .findFirst()
        .orElseThrow();
  }

  /** What its report asks the sums for; a bandit's weights always change, and it has no strata. */
  SumTable.Asked asked() {
    return new SumTable.Asked(
        deciding().id(),
        measurement.postStratify(),
        !bandit,
        measured.metrics().stream()
            .filter(metric -> metric.kind() == MetricFile.ValueKind.RETENTION)
            .map(metric -> new SumTable.Complete(metric.id(), complete(metric)))
            .toList());
  }

  /** The last day of first exposures after which all that counts has happened by now. */
  private LocalDate complete(MetricFile retention) {
    var until = retention.window();
    return course.today().minusDays(1L + (until == null ? 0 : until));
  }

  /** Visitors at whose end a test is judged; empty where it is looked at whenever one likes. */
  OptionalLong judgedAt() {
    var planned = settings().plannedVisitors();
    boolean planless =
        settings().looking() == ReportSettings.Looking.ALWAYS
            || settings().looking() == ReportSettings.Looking.BANDIT;
    return planless || planned == null ? OptionalLong.empty() : OptionalLong.of(planned);
  }

  /** How often it is judged until then. */
  int looks() {
    return Math.max(1, settings().design().looks());
  }

  ReportSettings settings() {
    var correction = Correction.valueOf(measurement.correction().name());
    Long planned = measurement.planned() == null ? null : (Long) (long) measurement.planned();
    var looking =
        switch (bandit ? Measurement.Looking.BANDIT : measurement.looking()) {
          case SEQUENTIAL -> ReportSettings.Looking.ALWAYS;
          case ONCE -> ReportSettings.Looking.ONCE;
          case GROUPED -> ReportSettings.Looking.GROUPED;
          case BANDIT -> ReportSettings.Looking.BANDIT;
        };
    return new ReportSettings(
        looking,
        measurement.alpha(),
        correction,
        planned,
        POWER,
        measurement.minimumEffect(),
        design());
  }

  private Design design() {
    var design = measurement.design();
    return new Design(
        design.minimumDays(),
        design.plausibleLift(),
        design.alternative() == Measurement.Alternative.ONE_SIDED,
        design.looks());
  }
}
