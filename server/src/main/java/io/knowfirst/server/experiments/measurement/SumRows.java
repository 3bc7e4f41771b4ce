package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.statistics.Quantiles;
import io.knowfirst.server.experiments.measurement.SumTable.Assigned;
import io.knowfirst.server.experiments.measurement.SumTable.Binned;
import io.knowfirst.server.experiments.measurement.SumTable.Cell;
import io.knowfirst.server.experiments.measurement.SumTable.Daily;
import io.knowfirst.server.experiments.measurement.SumTable.Day;
import io.knowfirst.server.experiments.measurement.SumTable.Judgement;
import io.knowfirst.server.experiments.measurement.SumTable.Paired;
import io.knowfirst.server.experiments.measurement.SumTable.Part;
import io.knowfirst.server.experiments.measurement.SumTable.Weights;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;

/** Reads the rows of {@link SumQueries}. */
final class SumRows {
  private SumRows() {}

  static Weights weights(Row row) {
    var variations = row.getArrayOfStrings(1);
    var shares = row.getArrayOfDoubles(2);
    var byVariation = new LinkedHashMap<String, Double>();
    for (int i = 0; i < variations.length && i < shares.length; i++) {
      byVariation.put(variations[i], shares[i]);
    }
    return new Weights(row.getOffsetDateTime(0), byVariation);
  }

  static Assigned assigned(Row row) {
    return new Assigned(row.getOffsetDateTime(0), row.getString(1), row.getLong(2));
  }

  static Judgement judgement(Row row) {
    return new Judgement(row.getLocalDate(0), row.getLocalDate(1));
  }

  static String rules(Row row) {
    return "%.8s (%s)".formatted(row.getString(0), dayOf(row.getOffsetDateTime(1)));
  }

  static String change(Row row) {
    return "%s %s %s %s"
        .formatted(
            dayOf(row.getOffsetDateTime(0)), row.getString(1), row.getString(2), row.getString(3))
        .strip();
  }

  private static LocalDate dayOf(OffsetDateTime at) {
    return at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
  }

  static Cell cell(Row row) {
    return new Cell(
        row.getString(0),
        row.getString(1),
        row.getLocalDate(2),
        row.getString(3),
        SumColumns.moments(row, 4));
  }

  static Part part(Row row) {
    return new Part(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getString(3),
        SumColumns.moments(row, 4));
  }

  static Daily daily(Row row) {
    return new Daily(
        row.getString(0),
        row.getString(1),
        row.getLocalDate(2),
        row.getInteger(3),
        SumColumns.moments(row, 4));
  }

  static Binned binned(Row row) {
    return new Binned(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        new Quantiles.Bin(row.getInteger(3), row.getLong(4), row.getDouble(5), row.getDouble(6)));
  }

  static Paired paired(Row row) {
    return new Paired(
        row.getString(0),
        row.getInteger(1),
        row.getString(2),
        row.getString(3),
        SumColumns.moments(row, 4));
  }

  static Day day(Row row) {
    return new Day(
        row.getString(0),
        row.getLocalDate(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5));
  }
}
