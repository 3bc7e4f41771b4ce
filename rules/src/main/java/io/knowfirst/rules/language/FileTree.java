package io.knowfirst.rules.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of rules.
 *
 * @param name of its package; empty for none
 * @param others what it declares beside rules
 * @param rules in the order of the text
 */
public record FileTree(
    String name, List<Declared> imports, List<Declared> others, List<ReadRule> rules) {
  public FileTree {
    imports = List.copyOf(imports);
    others = List.copyOf(others);
    rules = List.copyOf(rules);
  }

  /** A name or a sort of things, and its offset. */
  public record Declared(String name, int at) {}

  /**
   * A rule as far as the tree can carry it.
   *
   * @param start offset of its first character
   * @param plain whether it is no query, extends no other rule and has one {@code then}
   * @param thenAt offset of the text within the {@code then} block
   * @param problems in its conditions; what they are about is left out of the tree
   * @param thenProblem the first of its {@code then} block; null for none
   */
  public record ReadRule(
      RuleTree tree,
      int start,
      List<Declared> attributes,
      boolean plain,
      int thenAt,
      List<NotInLanguage> problems,
      @Nullable NotInLanguage thenProblem) {
    public ReadRule {
      attributes = List.copyOf(attributes);
      problems = List.copyOf(problems);
    }
  }
}
