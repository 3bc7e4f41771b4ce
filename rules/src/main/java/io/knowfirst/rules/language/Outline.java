package io.knowfirst.rules.language;

import io.knowfirst.rules.facts.Fact;
import java.util.List;
import java.util.Optional;
import org.drools.drl.ast.descr.PackageDescr;
import org.jspecify.annotations.Nullable;

/** What the parser of the rule language made of a text. */
public final class Outline {
  private final @Nullable PackageDescr descr;
  private final List<Stumble> stumbles;

  /**
   * Where the parser could not go on.
   *
   * @param line from 1
   * @param column from 0
   * @param found what stands there; empty at the end
   * @param deepest how deep brackets or signs may lie, where they lie deeper; else 0
   */
  public record Stumble(int line, int column, String found, int deepest) {}

  /**
   * @param descr null when it made nothing of it
   */
  Outline(@Nullable PackageDescr descr, List<Stumble> stumbles) {
    this.descr = descr;
    this.stumbles = List.copyOf(stumbles);
  }

  /**
   * Parses a text.
   *
   * @throws Deadline.Passed when it takes too long
   */
  public static Outline of(String text, Deadline deadline) {
    return RuleParser.read(text, deadline);
  }

  public List<Stumble> stumbles() {
    return stumbles;
  }

  /**
   * Reads what the parser left as text.
   *
   * @param text of which it is the outline
   * @return empty when the parser made nothing of it
   */
  public Optional<FileTree> read(String text, FactTypes types, Offsets places) {
    return Optional.ofNullable(descr)
        .map(outline -> new FileReader(text, types, places).read(outline));
  }

  /** Turns the parser's places into offsets. */
  @FunctionalInterface
  public interface Offsets {
    /**
     * @param line from 1
     * @param column from 0
     */
    int offset(int line, int column);
  }

  /** The types that conditions may name. */
  @FunctionalInterface
  public interface FactTypes {
    /**
     * @param at where the name stands
     * @throws NotInLanguage when there are no such facts
     */
    Class<? extends Fact> named(String name, int at);
  }
}
