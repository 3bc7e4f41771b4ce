package io.knowfirst.experiments.report;

import gg.jte.output.StringOutput;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of tables, every number already a text.
 *
 * @param eyebrow what kind of page it is
 * @param sub beneath the heading
 * @param banner what to do, or null
 * @param tables in their order
 * @param method how the numbers were made
 * @param facts where they are from
 */
public record Sheet(
    Texts texts,
    String eyebrow,
    String heading,
    String sub,
    @Nullable Banner banner,
    List<Table> tables,
    List<String> method,
    List<Provenance> facts) {

  public Sheet {
    tables = List.copyOf(tables);
    method = List.copyOf(method);
    facts = List.copyOf(facts);
  }

  /**
   * The answer in a sentence.
   *
   * @param css good, bad or calm
   */
  public record Banner(String css, String glyph, String headline, List<String> reasons) {
    public Banner {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * A table; the first column heads its rows.
   *
   * @param texts columns from the second on that hold texts, by their index; others are numbers
   * @param plot of the same numbers as SVG, above the table; empty for none
   */
  public record Table(
      String title,
      String lead,
      List<String> head,
      List<Integer> texts,
      List<List<String>> rows,
      String plot) {
    /** Without a plot. */
    public Table(
        String title,
        String lead,
        List<String> head,
        List<Integer> texts,
        List<List<String>> rows) {
      this(title, lead, head, texts, rows, "");
    }

    public Table {
      head = List.copyOf(head);
      texts = List.copyOf(texts);
      rows = List.copyOf(rows);
    }

    String css(int column) {
      return column == 0 || texts.contains(column) ? "" : "n";
    }
  }

  /** Writes the page. */
  public String render() {
    var output = new StringOutput();
    ReportPage.TEMPLATES.render("sheet.jte", this, output);
    return output.toString();
  }

  String style() {
    return ReportPage.STYLE;
  }

  /** The label in the reader's language where there is one. */
  String label(Provenance fact) {
    return texts.getOr("provenance." + fact.label(), fact.label());
  }
}
