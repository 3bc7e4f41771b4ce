package io.knowfirst.rules.folder;

import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.facts.Placement;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A rule author's folder, read and checked.
 *
 * <pre>
 * shop.yaml              timezone: Europe/Berlin, currency: EUR, holdout: 500, consent: strict,
 *                          purposes: [analytics], keepSearchText, keepUrlQuery: false,
 *                          interests: {weights, halfLives, prices, stated, top},
 *                          channels: {ID: {purpose, quiet, preferredBy}},
 *                          preferredChannel: {explore, halfLife},
 *                          caps: [{times, per, days, channel}], groups: {NAME: days}
 * placements.yaml        list of {id, channel, content}; content is the default's id, or absent
 * campaigns.yaml         list of campaigns: {id, style, placements, contents, priority, from, until,
 *  or campaigns/*.yaml     cap: {times, days}, caps: [{times, per, days, channel}], group,
 *                          budget: {exposures, conversions, metric, daily, pace}, hours, clock,
 *                          purpose, owner, holdout}; a file may also hold just one
 * contents/ID.yaml       one content: the payload's keys as the page gets them, and products:
 *                          {category, where, like, goesWith, except, limit, atLeast} where it
 *                          shows products
 * colours.yaml           for each colour those that go with it, best first: navy: [brown, tan,
 *                          white]; needed where a content says goesWith
 * experiments/ID.yaml    {id, name, owner, placement, variations: [{id, content, weight}],
 *                          audience, coverage, from, until, running, phase, seed, hashVersion,
 *                          exclusion: {group, from, to}, forced: {visitor: variation}, mode,
 *                          goal, minimumWeight, metrics: [ID], analysis: {looking,
 *                          planned, alpha, correction}}; looking is sequential, once or bandit
 * metrics.yaml           list of {id, kind, event, property, per: {event, property}, window,
 *                          direction, guardrail, margin, cap, covariate, source}; kind is conversion,
 *                          count, sum or ratio; an experiment without metrics is measured by all of them, and
 *                          the first that is no guardrail decides; may be absent
 * segments/**&#47;*.drl     rules that insert a Member
 * campaigns/**&#47;*.drl    rules that insert an Offer
 * **&#47;*.csv, *.dslr      beside them: rules as a decision table or in sentences
 * **&#47;*.dsl              the sentences and words there are
 * </pre>
 *
 * The id of a file that holds one campaign, content or experiment is the file's name where the file
 * gives none.
 *
 * @param hash sha256 over names and contents of all files, in hexadecimal
 * @param zone of the shop's clock
 * @param currency ISO 4217
 * @param placements by id, in the order of the file
 * @param metrics by id, in the order of the file
 * @param drl by name
 * @param privacy what is stored of visitors
 * @param interests how they are weighed
 * @param dates where the shop is, and which days count
 * @param channels on which visitors are contacted
 */
public record RuleFolder(
    String hash,
    ZoneId zone,
    String currency,
    Map<String, Placement> placements,
    Map<String, Campaign> campaigns,
    Map<String, Content> contents,
    Map<String, ExperimentFile> experiments,
    Map<String, MetricFile> metrics,
    Holdouts holdouts,
    List<DrlFile> drl,
    Privacy privacy,
    InterestWeights interests,
    ShopDates dates,
    Channels channels) {
  /** The purpose under which what a visitor did and told may be read. */
  public static final String PERSONALIZATION = "personalization";

  /** Under which interests and forecasts are made, where the shop asks for it by itself. */
  public static final String PROFILING = "profiling";

  /** Needs no consent: understood wherever purposes are told, and not kept. */
  public static final String NECESSARY = "necessary";

  /** Purposes that every shop may be told of, whether or not it asks for them. */
  public static final Set<String> STANDARD =
      Set.of(NECESSARY, "measurement", PERSONALIZATION, PROFILING, "email", "post", "phone");

  /** A folder without anything. */
  public static final RuleFolder EMPTY =
      new RuleFolder(
          "",
          ZoneId.of("UTC"),
          "EUR",
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Holdouts.NONE,
          List.of(),
          Privacy.DEFAULT,
          InterestWeights.DEFAULT,
          ShopDates.NONE,
          Channels.DEFAULT);

  /** Of a shop that does not say where it is. */
  public RuleFolder(
      String hash,
      ZoneId zone,
      String currency,
      Map<String, Placement> placements,
      Map<String, Campaign> campaigns,
      Map<String, Content> contents,
      Map<String, ExperimentFile> experiments,
      Map<String, MetricFile> metrics,
      Holdouts holdouts,
      List<DrlFile> drl,
      Privacy privacy,
      InterestWeights interests) {
    this(
        hash,
        zone,
        currency,
        placements,
        campaigns,
        contents,
        experiments,
        metrics,
        holdouts,
        drl,
        privacy,
        interests,
        ShopDates.NONE,
        Channels.DEFAULT);
  }

  public RuleFolder {
    placements = Collections.unmodifiableMap(new LinkedHashMap<>(placements));
    campaigns = Collections.unmodifiableMap(new LinkedHashMap<>(campaigns));
    contents = Collections.unmodifiableMap(new LinkedHashMap<>(contents));
    experiments = Collections.unmodifiableMap(new LinkedHashMap<>(experiments));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    drl = List.copyOf(drl);
  }

  /** The same with one experiment only. */
  public RuleFolder withOnly(ExperimentFile experiment) {
    return new RuleFolder(
        hash,
        zone,
        currency,
        placements,
        campaigns,
        contents,
        Map.of(experiment.id(), experiment),
        metrics,
        holdouts,
        drl,
        privacy,
        interests,
        dates,
        channels);
  }

  /** The purpose under which visitors are profiled. */
  public String profiling() {
    return privacy.purposes().contains(PROFILING) ? PROFILING : PERSONALIZATION;
  }

  /**
   * Every purpose that may be granted: the usual ones, and those of a campaign, channel or shop.
   */
  public Set<String> purposes() {
    var purposes = new TreeSet<>(privacy.purposes());
    purposes.addAll(STANDARD);
    campaigns.values().stream()
        .map(Campaign::purpose)
        .filter(Objects::nonNull)
        .forEach(purposes::add);
    channels.outbound().values().stream()
        .map(Channel::purpose)
        .filter(Objects::nonNull)
        .forEach(purposes::add);
    return purposes;
  }

  /**
   * Reads a folder, which may lie in a jar's file system.
   *
   * @throws RuleFolderException with everything that is wrong in it
   */
  public static RuleFolder read(Path folder) {
    return of(FolderFiles.of(folder));
  }

  /** The example shop that comes with the server. */
  public static RuleFolder example() {
    return of(FolderFiles.example());
  }

  /**
   * Reads the texts of a folder.
   *
   * @param files texts by path within the folder, with slashes
   * @throws RuleFolderException with everything that is wrong in them
   */
  public static RuleFolder of(SortedMap<String, String> files) {
    var reading = FolderReading.of(files);
    if (reading.findings().stream().anyMatch(Finding::isError)) {
      throw new RuleFolderException(reading.findings());
    }
    return reading.folder();
  }

  /**
   * The texts of a folder that a rule base is made from, by path within it.
   *
   * @throws RuleFolderException when there is no such folder, or a file is too large or no UTF-8
   */
  public static SortedMap<String, String> files(Path folder) {
    return FolderFiles.of(folder);
  }

  /** The files of a folder that are left out, with a warning for each. */
  public static List<Finding> unread(Path folder) {
    return FolderWalk.of(folder).findings().stream().filter(found -> !found.isError()).toList();
  }

  /** That a file which was sent is left out; empty for one that is read, or is hidden. */
  public static Optional<Finding> unread(String name) {
    return FolderWalk.unread(name);
  }

  /** Whether a file of this name is one of those that a rule base is made from. */
  public static boolean takes(String name) {
    return FolderFiles.takes(name);
  }

  /** The texts of the example shop. */
  public static SortedMap<String, String> exampleFiles() {
    return FolderFiles.example();
  }

  /** Names a version: sha256 over names and contents, in hexadecimal. */
  public static String hash(SortedMap<String, String> files) {
    return FolderFiles.hash(files);
  }
}
