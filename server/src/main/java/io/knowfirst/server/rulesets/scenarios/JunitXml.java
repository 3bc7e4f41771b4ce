package io.knowfirst.server.rulesets.scenarios;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a report as JUnit does, for build servers. */
final class JunitXml {
  private final ScenarioReport report;
  private final StringWriter text = new StringWriter();

  JunitXml(ScenarioReport report) {
    this.report = report;
  }

  String write() {
    try {
      var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      totals(xml, report.results());
      var byFile = new LinkedHashMap<String, List<ScenarioResult>>();
      report
          .results()
          .forEach(
              result ->
                  byFile
                      .computeIfAbsent(result.scenario().file(), file -> new ArrayList<>())
                      .add(result));
      for (var file : byFile.entrySet()) {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", clean(file.getKey()));
        totals(xml, file.getValue());
        for (var result : file.getValue()) {
          testcase(xml, result);
        }
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
      return text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("Text can be written as XML.", e);
    }
  }

  private static void totals(XMLStreamWriter xml, List<ScenarioResult> results)
      throws XMLStreamException {
    long failed = results.stream().filter(result -> !result.passed()).count();
    xml.writeAttribute("tests", Integer.toString(results.size()));
    xml.writeAttribute("failures", Long.toString(failed));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("time", seconds(results.stream().mapToLong(ScenarioResult::nanos).sum()));
  }

  private static void testcase(XMLStreamWriter xml, ScenarioResult result)
      throws XMLStreamException {
    var scenario = result.scenario();
    xml.writeStartElement("testcase");
    xml.writeAttribute("name", clean(scenario.name()));
    xml.writeAttribute("classname", clean(scenario.file()));
    xml.writeAttribute("time", seconds(result.nanos()));
    if (!result.passed()) {
      xml.writeStartElement("failure");
      xml.writeAttribute("message", clean(result.failures().get(0)));
      xml.writeAttribute("type", "scenario");
      xml.writeCharacters(
          clean(
              "%s:%d%n".formatted(scenario.file(), scenario.line())
                  + String.join("\n", result.failures())));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
  }

  /** Without the control characters that XML cannot hold. */
  private static String clean(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "\ufffd");
  }
}
