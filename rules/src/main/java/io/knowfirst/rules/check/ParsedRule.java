package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.language.NotInLanguage;
import io.knowfirst.rules.language.RuleTree;
import io.knowfirst.rules.language.TreeReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/** A rule as the parser sees it, and what its text says it is about. */
final class ParsedRule {
  private final Source source;
  private final RuleDescr descr;
  private final List<BaseDescr> elements = new ArrayList<>();
  private final List<Source.Note> notes;
  private final Set<String> bound = new LinkedHashSet<>();
  private final int thenAt;
  private final List<Derivation> derivations;
  private final Derivation.@Nullable NotAllowed thenProblem;
  private volatile @Nullable RuleCard about;
  private volatile @Nullable RuleLogic logic;

  ParsedRule(Source source, RuleDescr descr, List<Source.Note> notes) {
    this.source = source;
    this.descr = descr;
    this.notes = List.copyOf(notes);
    collect(descr.getLhs());
    var block = then();
    int from = source.offset(descr.getConsequenceLine(), descr.getConsequencePattern());
    this.thenAt =
        Math.max(from, source.text().indexOf(block, Math.min(from + 4, source.text().length())));
    List<Derivation> read = List.of();
    Derivation.NotAllowed problem = null;
    try {
      read = Derivation.read(block, bound, source.file().concern() == Concern.AUDIENCES);
    } catch (Derivation.NotAllowed e) {
      problem = e;
    }
    this.derivations = read;
    this.thenProblem = problem;
  }

  private void collect(BaseDescr element) {
    elements.add(element);
    if (element instanceof PatternDescr pattern) {
      bind(pattern.getIdentifier());
      constraints(pattern).forEach(this::bindIn);
      if (pattern.getSource() != null) {
        collect(pattern.getSource());
      }
    } else if (element instanceof AccumulateDescr accumulate) {
      collect(accumulate.getInput());
      accumulate.getFunctions().forEach(function -> bind(function.getBind()));
    } else if (element instanceof ConditionalElementDescr group) {
      group.getDescrs().forEach(part -> collect((BaseDescr) part));
    }
  }

  private void bindIn(ExprConstraintDescr constraint) {
    var tokens = Token.all(constraint.getText());
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).isWord() && tokens.get(i + 1).is(":")) {
        bind(tokens.get(i).text());
      }
    }
  }

  private void bind(@Nullable String variable) {
    if (variable != null) {
      bound.add(variable);
    }
  }

  Source source() {
    return source;
  }

  RuleDescr descr() {
    return descr;
  }

  String name() {
    Deadline.look();
    return descr.getName();
  }

  boolean derivesSegments() {
    return source.file().concern() == Concern.SEGMENTS;
  }

  boolean derivesAudience() {
    return source.file().concern() == Concern.AUDIENCES;
  }

  /** Every element of the conditions, outer before inner. */
  List<BaseDescr> elements() {
    return elements;
  }

  /** Those that name a type of facts. */
  List<PatternDescr> patterns() {
    return elements.stream()
        .filter(PatternDescr.class::isInstance)
        .map(PatternDescr.class::cast)
        .filter(pattern -> pattern.getObjectType() != null)
        .toList();
  }

  static List<ExprConstraintDescr> constraints(PatternDescr pattern) {
    return pattern.getConstraint().getDescrs().stream()
        .filter(ExprConstraintDescr.class::isInstance)
        .map(ExprConstraintDescr.class::cast)
        .toList();
  }

  Set<String> bound() {
    return bound;
  }

  List<Derivation> derivations() {
    return derivations;
  }

  Derivation.@Nullable NotAllowed thenProblem() {
    return thenProblem;
  }

  /** The text within the {@code then} block. */
  String then() {
    return descr.getConsequence() == null ? "" : descr.getConsequence().toString();
  }

  /** Offset of the text within the {@code then} block. */
  int thenAt() {
    return thenAt;
  }

  Optional<Source.Note> note(String name) {
    return notes.stream().filter(note -> note.name().equals(name)).findFirst();
  }

  List<Source.Note> notes() {
    return notes;
  }

  int at() {
    return at(descr);
  }

  int at(BaseDescr element) {
    Deadline.look();
    return source.offset(element.getLine(), element.getColumn());
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

  /**
   * Its tree.
   *
   * @throws NotInLanguage at the first thing that the tree cannot carry
   */
  RuleTree tree() {
    return new TreeReader(Vocabulary.types(), source.text(), source::offset).read(descr, thenAt);
  }

  /** What it is about, at no place among others; made once. */
  RuleCard about() {
    var known = about;
    if (known == null) {
      known = card();
      about = known;
    }
    return known;
  }

  private RuleCard card() {
    var kind = note("kind").map(Source.Note::value).orElse(null);
    return new RuleCard(
        0,
        name(),
        source.name(),
        source.place(at()).line(),
        derivesSegments() ? kind : null,
        note("owner").map(Source.Note::value).orElse(null),
        ids("Member"),
        campaigns(),
        reads(),
        conclusions());
  }

  private List<RuleCard.Conclusion> conclusions() {
    return derivations.stream().allMatch(Derivation::isPlain)
        ? derivations.stream()
            .map(one -> new RuleCard.Conclusion(one.type(), one.id(), one.content()))
            .toList()
        : List.of();
  }

  private List<String> campaigns() {
    var campaigns = new LinkedHashSet<>(ids("Offer"));
    note("campaign").map(Source.Note::value).ifPresent(campaigns::add);
    return List.copyOf(campaigns);
  }

  private List<String> ids(String type) {
    return derivations.stream()
        .filter(derivation -> derivation.type().equals(type))
        .map(Derivation::id)
        .distinct()
        .toList();
  }

  private Map<String, Set<String>> reads() {
    var reads = new HashMap<String, Set<String>>();
    for (var pattern : patterns()) {
      var type = Vocabulary.type(pattern);
      if (type != null) {
        reads.merge(type.getSimpleName(), keys(pattern, Vocabulary.key(type)), ParsedRule::join);
      }
    }
    return reads;
  }

  private static Set<String> keys(PatternDescr pattern, @Nullable String key) {
    if (key == null) {
      return KeyLiterals.ANY;
    }
    return constraints(pattern).stream()
        .map(constraint -> KeyLiterals.of(constraint.getText(), key))
        .filter(literals -> !literals.isEmpty())
        .findFirst()
        .orElse(KeyLiterals.ANY);
  }

  private static Set<String> join(Set<String> one, Set<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return KeyLiterals.ANY;
    }
    var both = new LinkedHashSet<>(one);
    both.addAll(other);
    return both;
  }
}
