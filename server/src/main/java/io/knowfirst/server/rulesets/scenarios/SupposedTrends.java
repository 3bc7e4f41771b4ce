package io.knowfirst.server.rulesets.scenarios;

import io.knowfirst.rules.facts.Trends;
import io.knowfirst.rules.facts.Trends.Trend;
import io.knowfirst.rules.folder.YamlTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what a scenario supposes of other visitors: what trends, first place first. */
final class SupposedTrends {
  private static final int MOST_VISITORS = 10_000_000;
  private static final int FEWEST = 3;

  private SupposedTrends() {}

  static Trends read(YamlTable table, Instant now) {
    var products = new ArrayList<Trend>();
    var searches = new ArrayList<Trend>();
    for (var one : table.has("trending") ? table.tables("trending") : List.<YamlTable>of()) {
      boolean product = one.has(Trends.PRODUCT);
      var value = one.text(product ? Trends.PRODUCT : Trends.SEARCH, "?");
      var usual = one.decimal("usual", 0, MOST_VISITORS, 0.0);
      var trend =
          new Trend(
              value, one.whole("visitors", FEWEST, MOST_VISITORS, null), usual == null ? 0 : usual);
      one.refuseOthers();
      (product ? products : searches).add(trend);
    }
    return products.isEmpty() && searches.isEmpty()
        ? Trends.NONE
        : new Trends(now, products, searches);
  }
}
