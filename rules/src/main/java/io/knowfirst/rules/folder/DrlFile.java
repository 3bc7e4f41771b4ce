package io.knowfirst.rules.folder;

/**
 * A file of rules.
 *
 * @param name path within the folder, with slashes
 */
public record DrlFile(String name, Concern concern, String text) {
  /** What the rules of a file derive. */
  public enum Concern {
    SEGMENTS,
    CAMPAIGNS
  }
}
