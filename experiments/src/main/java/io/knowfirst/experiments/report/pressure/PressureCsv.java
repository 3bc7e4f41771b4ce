package io.knowfirst.experiments.report.pressure;

import io.knowfirst.experiments.report.SpreadsheetCsv;
import io.knowfirst.experiments.report.pressure.Pressure.OnChannel;
import java.util.ArrayList;
import java.util.List;

/** One line for each channel and number of contacts; the channel is empty for all. */
final class PressureCsv {
  private PressureCsv() {}

  static String render(Pressure pressure) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "channel",
            "contacts_a_week",
            "weeks",
            "all_contacts",
            "all_weeks",
            "mean",
            "cap",
            "at_cap"));
    add(pressure.all(), lines);
    pressure.channels().forEach(channel -> add(channel, lines));
    return SpreadsheetCsv.write(lines);
  }

  private static void add(OnChannel one, List<List<String>> lines) {
    for (int many = 1; many <= Pressure.MANY; many++) {
      lines.add(
          List.of(
              one.channel(),
              Integer.toString(many),
              Long.toString(one.distribution().get(many - 1)),
              Long.toString(one.contacts()),
              Long.toString(one.weeks()),
              Double.toString(one.mean()),
              one.cap() == null ? "" : one.cap().toString(),
              one.atCap() == null ? "" : one.atCap().toString()));
    }
  }
}
