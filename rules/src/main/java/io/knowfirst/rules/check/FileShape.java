package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.language.FileTree;
import java.util.List;

/**
 * A file holds a package, the one import and rules. KF101: another import. KF103: functions,
 * globals, declarations, queries and other things that are not rules.
 */
final class FileShape implements Lint {
  private static final String IMPORT = Vocabulary.PACKAGE + ".*";

  @Override
  public void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings) {
    for (var file : files) {
      if (file.tree() != null) {
        check(file.source(), file.tree(), findings);
      }
    }
  }

  private static void check(Source source, FileTree file, List<Finding> findings) {
    if (file.name().isBlank()) {
      findings.add(
          source.error(
              0, "KF101", "The file names no package. Maybe begin it with \"package shop\"."));
    }
    for (var used : file.imports()) {
      if (!used.name().equals(IMPORT)
          && !used.name().matches(Vocabulary.PACKAGE.replace(".", "\\.") + "\\.[A-Z]\\w*")) {
        findings.add(
            source.error(used.at(), "KF101", "Imports %s, expected only %s.", used.name(), IMPORT));
      }
    }
    for (var other : file.others()) {
      findings.add(
          source.error(
              other.at(),
              "KF103",
              "The file declares %s, expected nothing but rules.",
              other.name()));
    }
  }
}
