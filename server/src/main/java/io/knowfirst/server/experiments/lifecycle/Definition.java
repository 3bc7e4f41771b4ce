package io.knowfirst.server.experiments.lifecycle;

import io.knowfirst.rules.base.Audiences;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.rules.folder.YamlFile;
import java.util.ArrayList;
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
      var wrong = "id is \"%s\", expected \"%s\".".formatted(file.id(), id);
      var findings = new ArrayList<Finding>();
      YamlFile.read(name, text, findings).tables().forEach(all -> all.error("id", "KF004", wrong));
      throw new RuleFolderException(findings);
    }
    var findings = Audiences.of(List.of(file)).findings(base.segments());
    if (!findings.isEmpty()) {
      throw new RuleFolderException(findings);
    }
    return file;
  }
}
