package io.knowfirst.server.lifecycle;

import io.knowfirst.rules.base.Audiences;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolderException;
import java.util.List;

/** Reads definitions against the rules in force. */
final class Definition {
  private Definition() {}

  /**
   * @throws RuleFolderException with all that is wrong in it
   */
  static ExperimentFile read(String id, String text, RuleBase base) {
    var name = "experiments/" + id + ".yaml";
    var file = ExperimentFile.read(name, id, text, base.folder());
    if (!file.id().equals(id)) {
      throw new RuleFolderException(
          List.of(
              Finding.error(
                  name, 1, 1, "KF004", "id is \"%s\", expected \"%s\".".formatted(file.id(), id))));
    }
    var findings = Audiences.of(List.of(file)).findings(base.segments());
    if (!findings.isEmpty()) {
      throw new RuleFolderException(findings);
    }
    return file;
  }
}
