package io.knowfirst.rules.base;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.folder.RuleFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;

/** Compiled rules, and the folder they came from. Thread-safe. */
public final class RuleBase {
  private final RuleFolder folder;

  private RuleBase(RuleFolder folder) {
    this.folder = folder;
  }

  /**
   * Checks and compiles the folder's rules.
   *
   * @param cacheDir where the compiled form is kept by content hash; made when absent
   * @param clock by which a rule that overran is let in again
   * @throws io.knowfirst.rules.folder.RuleFolderException with everything that is wrong in them
   */
  public static RuleBase compile(RuleFolder folder, Path cacheDir, InstantSource clock) {
    return new RuleBase(folder);
  }

  /** Compiles with the system's clock. */
  public static RuleBase compile(RuleFolder folder, Path cacheDir) {
    return compile(folder, cacheDir, InstantSource.system());
  }

  /** The folder's hash, which names this version in every decision. */
  public String hash() {
    return folder.hash();
  }

  public RuleFolder folder() {
    return folder;
  }

  /** Which facts the rules can use. */
  public Keys keys() {
    return Keys.ALL;
  }

  /**
   * Lets the rules decide. Never throws: what goes wrong costs the campaigns concerned their offers
   * and stands in the failures.
   *
   * @param facts what is known, in an order that is the same for the same visitor and moment
   * @param budget how long it may take; an evaluation that overran is tried once more without the
   *     rule that caused it, within the same budget
   */
  public Evaluation evaluate(Collection<? extends Fact> facts, Duration budget) {
    return Evaluation.NOTHING;
  }
}
