package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.PackageDescr;

/**
 * A file holds a package, the one import and rules. KF101: another import. KF103: functions,
 * globals, declarations, queries and other things that are not rules.
 */
final class FileShape implements Lint {
  private static final String IMPORT = Vocabulary.PACKAGE + ".*";

  @Override
  public List<Finding> check(List<ParsedFile> files, RuleFolder folder) {
    var findings = new ArrayList<Finding>();
    for (var file : files) {
      if (file.descr() != null) {
        check(file.source(), file.descr(), findings);
      }
    }
    return findings;
  }

  private static void check(Source source, PackageDescr descr, List<Finding> findings) {
    if (descr.getName().isBlank()) {
      findings.add(
          source.error(
              0, "KF101", "The file names no package. Maybe begin it with \"package shop\"."));
    }
    for (var used : descr.getImports()) {
      if (!used.getTarget().equals(IMPORT)
          && !used.getTarget().matches(Vocabulary.PACKAGE.replace(".", "\\.") + "\\.[A-Z]\\w*")) {
        findings.add(
            source.error(
                at(source, used),
                "KF101",
                "Imports %s, expected only %s.".formatted(used.getTarget(), IMPORT)));
      }
    }
    refuse(source, "a static import", descr.getFunctionImports(), findings);
    refuse(source, "an accumulate import", descr.getAccumulateImports(), findings);
    refuse(source, "a function", descr.getFunctions(), findings);
    refuse(source, "a global", descr.getGlobals(), findings);
    refuse(source, "a type declaration", descr.getTypeDeclarations(), findings);
    refuse(source, "an enum declaration", descr.getEnumDeclarations(), findings);
    refuse(source, "an entry point", descr.getEntryPointDeclarations(), findings);
    refuse(source, "a window", descr.getWindowDeclarations(), findings);
    refuse(source, "an attribute for all rules", descr.getAttributes(), findings);
    if (descr.getUnit() != null) {
      refuse(source, "a unit", List.of(descr.getUnit()), findings);
    }
  }

  private static void refuse(
      Source source,
      String what,
      Collection<? extends BaseDescr> elements,
      List<Finding> findings) {
    for (var element : elements) {
      findings.add(
          source.error(
              at(source, element),
              "KF103",
              "The file declares %s, expected nothing but rules.".formatted(what)));
    }
  }

  private static int at(Source source, BaseDescr element) {
    return element.getLine() < 1 ? 0 : source.offset(element.getLine(), element.getColumn());
  }
}
