package io.knowfirst.rules.folder;

/**
 * A file of rules: in the rule language ({@code .drl}), in sentences ({@code .dslr}) or as a
 * decision table ({@code .csv}).
 *
 * @param name path within the folder, with slashes
 * @param text as written
 * @param sentences of the folder
 * @param shift how many characters of the first line are not its author's
 */
public record DrlFile(String name, Concern concern, String text, Sentences sentences, int shift) {
  /** What the rules of a file derive. */
  public enum Concern {
    SEGMENTS,
    CAMPAIGNS,
    /** Conditions of experiments, each made a rule. */
    AUDIENCES
  }

  /** A file in the rule language. */
  public DrlFile(String name, Concern concern, String text) {
    this(name, concern, text, Sentences.NONE);
  }

  /** The same with sentences; all of it stands where its author wrote it. */
  public DrlFile(String name, Concern concern, String text, Sentences sentences) {
    this(name, concern, text, sentences, 0);
  }
}
