package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.List;

/** Looks for one sort of defect in all rules together. */
interface Lint {
  void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings);
}
