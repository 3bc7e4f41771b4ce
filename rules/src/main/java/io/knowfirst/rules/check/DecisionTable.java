package io.knowfirst.rules.check;

import io.knowfirst.rules.check.DrlDraft.Writer;
import io.knowfirst.rules.check.TableColumn.CellCondition;
import io.knowfirst.rules.check.TableRow.Cell;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.language.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A CSV file whose first line names the columns and whose other lines are a rule each. An empty
 * cell asks for nothing. KF130: a heading. KF131: a cell that is missing, says what it cannot, or
 * has no heading.
 */
final class DecisionTable {
  private static final Pattern OF_SPREADSHEET =
      Pattern.compile(
          "#(?:N/A|NV|REF!|BEZUG!|VALUE!|WERT!|NAME\\?|DIV/0!|NUM!|ZAHL!|NULL!|#+)|=.+");

  private final DrlFile file;
  private final TableText table;
  private final Writer draft;
  private final List<TableColumn> columns = new ArrayList<>();

  private DecisionTable(DrlFile file) {
    this.file = file;
    this.table = TableText.of(file.text());
    this.draft = new Writer(file);
  }

  static DrlDraft draft(DrlFile file) {
    return new DecisionTable(file).draft();
  }

  private DrlDraft draft() {
    boolean headed = false;
    draft.add(
        "package tables.%s;\nimport %s.*;\n"
            .formatted(file.name().replaceAll("\\W+", "_"), Vocabulary.PACKAGE),
        1,
        1);
    for (var row : table.rows()) {
      if (!row.isBlank() && !headed) {
        headed = true;
        headings(row);
      } else if (!row.isBlank() && !columns.isEmpty()) {
        rule(row);
      }
    }
    return draft.done();
  }

  private void headings(TableRow row) {
    int last = row.cells().size();
    while (last > 0 && row.cell(last - 1).text().isEmpty()) {
      last--;
    }
    for (int i = 0; i < last; i++) {
      var cell = row.cell(i);
      try {
        columns.add(TableColumn.of(i, cell.text(), table.separator() == ','));
      } catch (TableColumn.Unreadable e) {
        var title = last == 1 ? " Maybe it is a title, and the headings stand below." : "";
        draft.wrong(
            row.line(), cell.column(), "KF130", cell.name() + ": " + e.getMessage() + title);
      }
    }
    if (draft.failed()) { // what is missing may be what was not understood
      columns.clear();
      return;
    }
    for (var name : required()) {
      if (columns.stream().noneMatch(column -> column.heading().equals(name))) {
        draft.wrong(row.line(), 1, "KF130", "The column \"%s\" is missing.".formatted(name));
      }
    }
    if (draft.failed()) {
      columns.clear();
    }
  }

  private List<String> required() {
    return file.concern() == Concern.SEGMENTS
        ? List.of("rule", "kind", "segment")
        : List.of("rule", "campaign");
  }

  private void rule(TableRow row) {
    Deadline.look();
    if (row.open() > 0) {
      draft.wrong(
          row.line(),
          row.open(),
          "KF131",
          "The text that begins here is not closed on its line, expected \". Maybe a quote is missing, or this one is too many.");
      return;
    }
    for (int i = columns.size(); i < row.cells().size(); i++) {
      if (!row.cell(i).text().isEmpty()) {
        wrong(row, row.cell(i), "stands under no heading. Maybe a text with a comma lacks quotes.");
        return;
      }
    }
    for (var cell : row.cells()) {
      if (OF_SPREADSHEET.matcher(cell.text()).matches()) {
        wrong(
            row,
            cell,
            "is \"%s\", an error or a formula of the spreadsheet. Maybe save it with the value."
                .formatted(cell.text()));
        return;
      }
    }
    for (var name : required()) {
      if (cell(row, name).text().isEmpty()) {
        wrong(
            row,
            cell(row, name),
            "is empty, expected the %s. Maybe it was merged with the cell above: repeat what stands there."
                .formatted(name));
        return;
      }
    }
    draft.add("rule \"" + optional(row, "rule") + "\"", row.line(), cell(row, "rule").column());
    for (var note : List.of("kind", "campaign", "owner", ParsedRule.MAX_AGE)) {
      var value = optional(row, note);
      if (!value.isEmpty()) {
        draft.add(" @%s(\"%s\")".formatted(note, value), row.line(), cell(row, note).column());
      }
    }
    draft.add("\nwhen\n", row.line(), 1);
    conditions(row);
    draft.add("then\n", row.line(), 1);
    if (file.concern() == Concern.SEGMENTS) {
      draft.add(
          "insert(new Member(\"%s\"));\n".formatted(optional(row, "segment")),
          row.line(),
          cell(row, "segment").column());
    } else {
      offer(row);
    }
    draft.add("end\n", row.line(), 1);
  }

  private void conditions(TableRow row) {
    Map<String, List<TableColumn>> patterns = new LinkedHashMap<>();
    for (var column : columns) {
      var condition = column.fact();
      if (condition != null && !row.cell(column.index()).text().isEmpty()) {
        var of = patterns.computeIfAbsent(condition.pattern(), p -> new ArrayList<>());
        of.add(condition.isKey() ? 0 : of.size(), column);
      }
    }
    patterns.forEach((pattern, asked) -> pattern(row, pattern, asked));
  }

  private void pattern(TableRow row, String pattern, List<TableColumn> asked) {
    draft.add(
        pattern.replaceAll(" \\d$", "") + "(", row.line(), row.cell(asked.get(0).index()).column());
    var comma = "";
    for (var column : asked) {
      var cell = row.cell(column.index());
      var condition = column.fact();
      if (condition != null) {
        draft.add(comma + comparison(row, cell, condition), row.line(), cell.column());
        comma = ", ";
      }
    }
    draft.add(")\n", row.line(), 1);
  }

  private String comparison(TableRow row, Cell cell, CellCondition condition) {
    Deadline.look();
    return condition
        .with(cell.text())
        .orElseGet(
            () -> {
              wrong(
                  row,
                  cell,
                  "is \"%s\", %s.".formatted(cell.text(), condition.expected(cell.text())));
              return "true";
            });
  }

  private void offer(TableRow row) {
    var content = optional(row, "content");
    draft.add(
        "insert(new Offer(\"%s\"".formatted(optional(row, "campaign")),
        row.line(),
        cell(row, "campaign").column());
    if (!content.isEmpty()) {
      draft.add(", \"" + content + "\"", row.line(), cell(row, "content").column());
    }
    draft.add(")", row.line(), 1);
    for (var column : columns) {
      var value = plain(row, row.cell(column.index()));
      if (column.heading().startsWith(TableColumn.CHOICE) && !value.isEmpty()) {
        draft.add(
            ".with(\"%s\", \"%s\")"
                .formatted(column.heading().substring(TableColumn.CHOICE.length()), value),
            row.line(),
            row.cell(column.index()).column());
      }
    }
    draft.add(");\n", row.line(), 1);
  }

  private String optional(TableRow row, String heading) {
    return plain(row, cell(row, heading));
  }

  private String plain(TableRow row, Cell cell) {
    if (cell.text().chars().anyMatch(c -> c == '"' || c == '\\')) {
      wrong(row, cell, "is \"%s\", expected a text without quotes.".formatted(cell.text()));
      return "";
    }
    return cell.text();
  }

  private Cell cell(TableRow row, String heading) {
    return columns.stream()
        .filter(column -> column.heading().equals(heading))
        .findFirst()
        .map(column -> row.cell(column.index()))
        .orElse(new Cell("", 1, ""));
  }

  private void wrong(TableRow row, Cell cell, String what) {
    draft.wrong(row.line(), cell.column(), "KF131", "Cell " + cell.name() + " " + what);
  }
}
