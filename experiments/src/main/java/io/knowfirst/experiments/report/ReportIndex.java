package io.knowfirst.experiments.report;

import gg.jte.output.StringOutput;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The page that lists experiments with what is known of each. */
public final class ReportIndex {
  final List<Line> lines;
  final Texts texts;

  private ReportIndex(List<Line> lines, Texts texts) {
    this.lines = lines;
    this.texts = texts;
  }

  /**
   * An experiment.
   *
   * @param id by which its report is found
   */
  public record Line(String id, Report report) {
    private static final String HOLDOUT = "holdout";

    /** Whether it is a holdout, which is drawn by the server and never ends. */
    public boolean holdout() {
      return id.equals(HOLDOUT) || id.startsWith(HOLDOUT + ":");
    }
  }

  /**
   * What an experiment has come to.
   *
   * @param id by which its report is found
   * @param css class of the colour that goes with it
   */
  public record Headline(String id, String name, String css, String text) {}

  /** Of all experiments that are no holdouts, in their order. */
  public static List<Headline> headlines(List<Line> lines, Locale locale) {
    var index = new ReportIndex(List.copyOf(lines), new Texts(locale));
    return index.experiments().stream()
        .map(
            line ->
                new Headline(line.id(), index.name(line), index.css(line), index.headline(line)))
        .toList();
  }

  /** Writes the page; its links lead to {@code reports/ID}. */
  public static String render(List<Line> lines, Locale locale) {
    var output = new StringOutput();
    ReportPage.TEMPLATES.render(
        "index.jte", new ReportIndex(List.copyOf(lines), new Texts(locale)), output);
    return output.toString();
  }

  List<Line> experiments() {
    return lines.stream().filter(line -> !line.holdout()).toList();
  }

  List<Line> holdouts() {
    return lines.stream().filter(Line::holdout).toList();
  }

  String name(Line line) {
    return page(line).name();
  }

  String style() {
    return ReportPage.STYLE;
  }

  String t(String key, Object... values) {
    return texts.format(key, values);
  }

  String link(Line line) {
    return "reports/"
        + URLEncoder.encode(line.id(), StandardCharsets.UTF_8).replace("+", "%20")
        + "?lang="
        + texts.language();
  }

  String headline(Line line) {
    return page(line).headline();
  }

  String css(Line line) {
    return page(line).mark().css();
  }

  String glyph(Line line) {
    return page(line).mark().glyph();
  }

  List<String> reasons(Line line) {
    return page(line).reasons();
  }

  private ReportPage page(Line line) {
    return new ReportPage(line.report(), texts);
  }
}
