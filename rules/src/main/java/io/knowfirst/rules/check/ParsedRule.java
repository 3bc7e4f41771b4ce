package io.knowfirst.rules.check;

import io.knowfirst.rules.engine.KeyLiterals;
import io.knowfirst.rules.facts.Consent;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Triggered;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.MaxAge;
import io.knowfirst.rules.folder.Trigger;
import io.knowfirst.rules.language.Conclusion;
import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Deadline;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.FileTree.ReadRule;
import io.knowfirst.rules.language.NotInLanguage;
import io.knowfirst.rules.language.RuleTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A rule as it was read, and what its text says it is about. */
final class ParsedRule {
  /** The metadata of a segment that names what consent it needs. */
  static final String PURPOSE = "purpose";

  /** The note that says how old a rule's facts may be. */
  static final String MAX_AGE = "maxAge";

  /** The metadata of a campaign's rule that has its turn at a time of its own. */
  static final String TRIGGER = "trigger";

  private final Source source;
  private final ReadRule read;
  private final List<Source.Note> notes;
  private final RuleTree tree;
  private final Set<String> bound;
  private volatile @Nullable RuleCard about;
  private volatile @Nullable RuleLogic logic;

  ParsedRule(Source source, ReadRule read, List<Source.Note> notes) {
    this.source = source;
    this.read = read;
    this.notes = List.copyOf(notes);
    this.tree = withNotes();
    this.bound = tree.variables();
  }

  /**
   * A segment that names its purpose is only of those who granted it, and a rule with a trigger has
   * its turn only when that has come, as if each asked so at its end.
   */
  private RuleTree withNotes() {
    var written = read.tree();
    var purpose = note(PURPOSE).orElse(null);
    if (purpose != null && purpose.value() != null && derivesSegments()) {
      return asking(written, Consent.class, "purpose", purpose.value(), purpose.offset());
    }
    var trigger = note(TRIGGER).orElse(null);
    return trigger == null || derivesSegments() || derivesAudience()
        ? written
        : asking(written, Triggered.class, "rule", written.name(), trigger.offset());
  }

  private static RuleTree asking(
      RuleTree written, Class<? extends Fact> type, String key, String value, int at) {
    var is =
        new Expression.Comparison(
            "==", new Expression.Name(key, at), new Expression.Literal(value, at), at);
    var conditions = new ArrayList<>(written.conditions());
    conditions.add(new Condition.Pattern(null, type, List.of(is), at));
    return new RuleTree(written.name(), conditions, written.conclusions(), written.at());
  }

  Source source() {
    return source;
  }

  ReadRule read() {
    return read;
  }

  /** Without what it cannot carry. */
  RuleTree tree() {
    return tree;
  }

  String name() {
    Deadline.look();
    return tree().name();
  }

  boolean derivesSegments() {
    return source.file().concern() == Concern.SEGMENTS;
  }

  boolean derivesAudience() {
    return source.file().concern() == Concern.AUDIENCES;
  }

  /** The variables that its conditions bind. */
  Set<String> bound() {
    return bound;
  }

  List<Conclusion> conclusions() {
    return tree().conclusions();
  }

  Optional<Source.Note> note(String name) {
    return notes.stream().filter(note -> note.name().equals(name)).findFirst();
  }

  private @Nullable String noted(String name) {
    return note(name).map(Source.Note::value).orElse(null);
  }

  /** How old its facts may be, by its own word or that of a campaign; null for any. */
  @Nullable Duration maxAge(Map<String, Campaign> campaigns) {
    var own = noted(MAX_AGE);
    var least = own == null ? null : MaxAge.of(own).orElse(null);
    for (var id : derivesSegments() ? List.<String>of() : campaigns()) {
      var campaign = campaigns.get(id);
      var most = campaign == null ? null : campaign.maxAge();
      least = most != null && (least == null || most.compareTo(least) < 0) ? most : least;
    }
    return least;
  }

  List<Source.Note> notes() {
    return notes;
  }

  int at() {
    return tree().at();
  }

  /** Its line in the author's file. */
  int line() {
    return source.place(at()).line();
  }

  Finding error(NotInLanguage problem) {
    return source.error(problem.at(), problem.code(), problem.sentence());
  }

  Finding error(int at, String code, String message, Object... values) {
    return source.error(at, code, message, values);
  }

  Finding info(int at, String code, String message, Object... values) {
    return source.info(at, code, message, values);
  }

  Finding warning(int at, String code, String message, Object... values) {
    return source.warning(at, code, message, values);
  }

  /** Its conditions, as far as they can be reasoned about; made once. */
  RuleLogic logic() {
    Deadline.look();
    var known = logic;
    if (known == null) {
      known = new RuleLogic(this);
      logic = known;
    }
    return known;
  }

  /** What it is about, at no place among others; made once. */
  RuleCard about() {
    var known = about;
    if (known == null) {
      known =
          new RuleCard(
              0,
              name(),
              source.name(),
              line(),
              derivesSegments() ? noted("kind") : null,
              noted("owner"),
              ids("Member"),
              campaigns(),
              reads(),
              trigger());
      about = known;
    }
    return known;
  }

  private @Nullable Trigger trigger() {
    var text = derivesSegments() ? null : noted(TRIGGER);
    return text == null ? null : Trigger.of(text).orElse(null);
  }

  private List<String> campaigns() {
    var campaigns = new LinkedHashSet<>(ids("Offer"));
    note("campaign").map(Source.Note::value).ifPresent(campaigns::add);
    return List.copyOf(campaigns);
  }

  /** What it derives of a type, by id. */
  List<String> ids(String type) {
    return conclusions().stream()
        .filter(conclusion -> conclusion.type().equals(type))
        .map(Conclusion::id)
        .distinct()
        .toList();
  }

  private Map<String, Set<String>> reads() {
    var reads = new HashMap<String, Set<String>>();
    tree()
        .all()
        .filter(Condition.Pattern.class::isInstance)
        .map(Condition.Pattern.class::cast)
        .forEach(
            pattern ->
                reads.merge(pattern.type().getSimpleName(), keys(pattern), ParsedRule::either));
    return reads;
  }

  private static Set<String> keys(Condition.Pattern pattern) {
    var key = Vocabulary.key(pattern.type());
    return key == null ? Set.of() : KeyLiterals.of(pattern.type(), key, pattern.constraints());
  }

  /** Any key, where one of them stands for any. */
  private static Set<String> either(Set<String> one, Set<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return Set.of();
    }
    var both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }
}
