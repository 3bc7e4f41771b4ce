package io.knowfirst.rules.folder;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Findings for people, for programs and for code hosts. */
public final class FindingReport {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
  private static final String TOOL = "knowfirst";
  private static final String PAGE = "docs/lint.md#";

  private FindingReport() {}

  /** A line for each: {@code file:line:column: severity: message [code]}. */
  public static String text(List<Finding> findings) {
    return findings.stream().map(finding -> finding + "\n").collect(Collectors.joining());
  }

  /** A list of objects with file, line, column, severity, code and message. */
  public static ArrayNode json(List<Finding> findings) {
    return JSON.valueToTree(findings);
  }

  /** A log of the Static Analysis Results Interchange Format, version 2.1.0. */
  public static ObjectNode sarif(List<Finding> findings) {
    var log = JSON.createObjectNode().put("$schema", SCHEMA).put("version", "2.1.0");
    var run = log.putArray("runs").addObject();
    var driver = run.putObject("tool").putObject("driver").put("name", TOOL);
    run.put("columnKind", "utf16CodeUnits");
    var rules = driver.putArray("rules");
    var index = new TreeMap<String, Integer>();
    findings.stream()
        .map(Finding::code)
        .distinct()
        .sorted()
        .forEach(
            code -> {
              index.put(code, index.size());
              rules
                  .addObject()
                  .put("id", code)
                  .put("helpUri", PAGE + code.toLowerCase(Locale.ROOT));
            });
    var results = run.putArray("results");
    for (var finding : findings) {
      var result =
          results
              .addObject()
              .put("ruleId", finding.code())
              .put("ruleIndex", index.getOrDefault(finding.code(), -1))
              .put("level", level(finding.severity()));
      result.putObject("message").put("text", finding.message());
      var place = result.putArray("locations").addObject().putObject("physicalLocation");
      place.putObject("artifactLocation").put("uri", uri(finding.file()));
      place
          .putObject("region")
          .put("startLine", finding.line())
          .put("startColumn", finding.column());
    }
    return log;
  }

  private static String level(Severity severity) {
    return severity == Severity.INFO ? "note" : severity.word();
  }

  /** A relative reference: names of files may hold blanks and colons. */
  private static String uri(String file) {
    return file.replace("%", "%25").replace(" ", "%20").replace(":", "%3A").replace("#", "%23");
  }
}
