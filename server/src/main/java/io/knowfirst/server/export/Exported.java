package io.knowfirst.server.export;

import java.util.List;

/** What can be exported: the views of the schema {@code export}. */
public enum Exported {
  DECISIONS("decisions", "second"),
  EVENTS("events", "timestamp"),
  EXPOSURES("exposures", "timestamp"),
  EXPERIMENTS("experiments", ""),
  METRICS("metrics", "");

  /** Those of the view of decisions, which the log itself is read as. */
  static final List<Column> OF_DECISIONS =
      List.of(
          new Column("second", Column.Type.INTEGER),
          new Column("timestamp", Column.Type.TIME),
          new Column("decision", Column.Type.TEXT),
          new Column("visitor", Column.Type.TEXT),
          new Column("channel", Column.Type.TEXT),
          new Column("prefetched", Column.Type.TRUTH),
          new Column("ruleset", Column.Type.TEXT),
          new Column("placement", Column.Type.TEXT),
          new Column("outcome", Column.Type.TEXT),
          new Column("campaign", Column.Type.TEXT),
          new Column("style", Column.Type.TEXT),
          new Column("content", Column.Type.TEXT),
          new Column("experiment", Column.Type.TEXT),
          new Column("phase", Column.Type.INTEGER),
          new Column("variation", Column.Type.TEXT),
          new Column("propensity", Column.Type.NUMBER),
          new Column("holdout", Column.Type.TEXT),
          new Column("holdout_arm", Column.Type.TEXT),
          new Column("rule", Column.Type.TEXT));

  private final String view;
  private final String time;

  Exported(String view, String time) {
    this.view = view;
    this.time = time;
  }

  /** Whether its rows have a time, by which they can be chosen. */
  public boolean hasTime() {
    return !time.isEmpty();
  }

  String sql() {
    var all = "select * from export." + view;
    return hasTime() ? all + " where " + time + " >= ? and " + time + " < ?" : all;
  }
}
