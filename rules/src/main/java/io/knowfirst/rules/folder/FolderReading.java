package io.knowfirst.rules.folder;

import java.util.List;
import java.util.SortedMap;

/**
 * A folder as far as it can be read.
 *
 * @param folder without what is wrong
 * @param findings in reading order; a folder with an error among them must not go live
 */
public record FolderReading(RuleFolder folder, List<Finding> findings) {
  public FolderReading {
    findings = findings.stream().sorted().distinct().toList();
  }

  /** Reads the texts of a folder by path within it. */
  public static FolderReading of(SortedMap<String, String> files) {
    return new FolderReader(files).read(RuleFolder.hash(files));
  }
}
