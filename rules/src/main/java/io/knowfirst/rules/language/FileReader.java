package io.knowfirst.rules.language;

import io.knowfirst.rules.language.FileTree.Declared;
import io.knowfirst.rules.language.FileTree.ReadRule;
import io.knowfirst.rules.language.Outline.FactTypes;
import io.knowfirst.rules.language.Outline.Offsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;

/** Makes the tree of a file from its outline. */
final class FileReader {
  private final String text;
  private final FactTypes types;
  private final Offsets places;

  FileReader(String text, FactTypes types, Offsets places) {
    this.text = text;
    this.types = types;
    this.places = places;
  }

  FileTree read(PackageDescr file) {
    var imports =
        file.getImports().stream().map(used -> new Declared(used.getTarget(), at(used))).toList();
    var rules = new ArrayList<>(file.getRules());
    rules.sort(
        Comparator.comparingInt(RuleDescr::getLine).thenComparingInt(RuleDescr::getStartCharacter));
    return new FileTree(
        file.getName(), imports, others(file), rules.stream().map(this::rule).toList());
  }

  private List<Declared> others(PackageDescr file) {
    var others = new ArrayList<Declared>();
    add("a static import", file.getFunctionImports(), others);
    add("an accumulate import", file.getAccumulateImports(), others);
    add("a function", file.getFunctions(), others);
    add("a global", file.getGlobals(), others);
    add("a type declaration", file.getTypeDeclarations(), others);
    add("an enum declaration", file.getEnumDeclarations(), others);
    add("an entry point", file.getEntryPointDeclarations(), others);
    add("a window", file.getWindowDeclarations(), others);
    add("an attribute for all rules", file.getAttributes(), others);
    if (file.getUnit() != null) {
      add("a unit", List.of(file.getUnit()), others);
    }
    return others;
  }

  private void add(String what, Collection<? extends BaseDescr> elements, List<Declared> others) {
    elements.forEach(element -> others.add(new Declared(what, at(element))));
  }

  private ReadRule rule(RuleDescr rule) {
    var conditions = new ConditionReader(rule.getName(), text, types, places);
    var block = rule.getConsequence() == null ? "" : rule.getConsequence().toString();
    int from = places.offset(rule.getConsequenceLine(), rule.getConsequencePattern());
    int thenAt = Math.max(from, text.indexOf(block, Math.min(from + 4, text.length())));
    var conclusions = new ArrayList<Conclusion>();
    NotInLanguage thenProblem = null;
    try {
      new ConclusionReader(block, thenAt).readInto(conclusions);
    } catch (NotInLanguage problem) {
      thenProblem = problem;
    }
    var tree =
        new RuleTree(
            rule.getName(),
            conditions.all(rule.getLhs()),
            conclusions,
            places.offset(rule.getLine(), rule.getColumn()));
    return new ReadRule(
        tree,
        rule.getStartCharacter(),
        rule.getAttributes().values().stream()
            .map(one -> new Declared(one.getName(), at(one)))
            .toList(),
        rule.isRule() && rule.getNamedConsequences().isEmpty() && rule.getParentName() == null,
        thenAt,
        conditions.problems(),
        thenProblem);
  }

  private int at(BaseDescr element) {
    return element.getLine() < 1 ? 0 : places.offset(element.getLine(), element.getColumn());
  }
}
