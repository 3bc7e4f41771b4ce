package io.knowfirst.rules.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;

/** A checked file, as the compiler gets it: in a package of its own, every line with its number. */
public final class Compilable {
  private static final Pattern PACKAGE =
      Pattern.compile(
          "\\A(?:\\s++|//[^\\n]*+|/\\*.*?\\*/)*+package\\s+"
              + "(?<name>[\\p{L}_$][\\p{L}\\p{N}_$]*(?:\\s*\\.\\s*[\\p{L}_$][\\p{L}\\p{N}_$]*)*)",
          Pattern.DOTALL);
  private static final Set<String> READ_BY_DIALECT = Set.of("+", "*", "/", "%", "?", ":", "->");

  private final ParsedFile file;

  Compilable(ParsedFile file) {
    this.file = file;
  }

  public Source source() {
    return file.source();
  }

  public String name() {
    return file.source().name();
  }

  /** The file as it was written. */
  public String written(String packageName) {
    return inPackage(file.source().text(), packageName);
  }

  /**
   * The file without its conclusions, which the rule base makes itself; that spares the compiler
   * two classes for each rule. Empty where a rule's conclusion rests on what it matched, or a
   * condition could mean something else than in Java.
   */
  public Optional<String> lean(String packageName) {
    if (!file.errors().isEmpty() || !file.rules().stream().allMatch(Compilable::isLean)) {
      return Optional.empty();
    }
    var text = new StringBuilder(file.source().text());
    for (var rule : file.rules()) {
      Glyph.blank(text, rule.thenAt(), rule.thenAt() + rule.then().length());
    }
    return Optional.of(inPackage(text.toString(), packageName + " dialect \"mvel\""));
  }

  /** Whether the package of a file can be told from its text, so that another takes its place. */
  static boolean names(Source source, String packageName) {
    var written = PACKAGE.matcher(source.text());
    return written.find() && written.group("name").replaceAll("\\s", "").equals(packageName);
  }

  /** The elements of a text in the rule language; empty where it cannot be read as a whole. */
  public static Optional<PackageDescr> parse(String text) {
    var read = RuleParser.read(text);
    return read.stumbles().isEmpty() ? Optional.ofNullable(read.descr()) : Optional.empty();
  }

  private static String inPackage(String source, String name) {
    var text = RegexCalls.in(source);
    var written = PACKAGE.matcher(text);
    return written.find()
        ? text.substring(0, written.start("name")) + name + text.substring(written.end("name"))
        : text;
  }

  private static boolean isLean(ParsedRule rule) {
    return rule.bound().isEmpty()
        && rule.thenProblem() == null
        && !rule.derivations().isEmpty()
        && rule.derivations().stream().allMatch(Derivation::isPlain)
        && rule.source().text().startsWith(rule.then(), rule.thenAt())
        && rule.elements().stream().allMatch(Compilable::isLean);
  }

  private static boolean isLean(BaseDescr element) {
    if (element instanceof PatternDescr pattern) {
      return pattern.getSource() == null
          && pattern.getConstraint().getDescrs().size() == ParsedRule.constraints(pattern).size()
          && ParsedRule.constraints(pattern).stream()
              .allMatch(constraint -> isLean(Token.all(constraint.getText())));
    }
    return element instanceof ConditionalElementDescr
        && (element instanceof AndDescr
            || element instanceof OrDescr
            || element instanceof NotDescr
            || element instanceof ExistsDescr);
  }

  /** Whether there is nothing to be computed but what Java and MVEL compute alike. */
  private static boolean isLean(List<Token> constraint) {
    for (int i = 0; i < constraint.size(); i++) {
      var token = constraint.get(i);
      if (READ_BY_DIALECT.stream().anyMatch(token::is)
          || (token.is("-") && constraint.get(i + 1).kind() != Token.Kind.NUMBER)
          || (token.is("-") && i > 0 && isValue(constraint.get(i - 1)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isValue(Token token) {
    return token.kind() == Token.Kind.NUMBER || token.isWord() || token.is(")") || token.is("]");
  }
}
