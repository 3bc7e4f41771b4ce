package io.knowfirst.experiments.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.knowfirst.experiments.report.Report.Estimate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deciding metric's difference on single days, which decides nothing.
 *
 * @param level of the band of each list: the chance that all its intervals hold at this look
 * @param sinceExposure by days since the first exposure, from 0 on
 * @param calendar by day, over all visitors who had come by then
 */
public record DayEffects(double level, List<Point> sinceExposure, List<Point> calendar) {

  static final DayEffects NONE = new DayEffects(0, List.of(), List.of());

  public DayEffects {
    sinceExposure = List.copyOf(sinceExposure);
    calendar = List.copyOf(calendar);
  }

  /**
   * One day.
   *
   * @param since days since the first exposure, or null
   * @param date of the calendar, or null
   * @param visitors in all variations who had that day as a whole
   * @param differences to the control by variation, null where there is too little; the control has
   *     none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Point(
      @Nullable Integer since,
      @JsonSerialize(using = ToStringSerializer.class) @Nullable LocalDate date,
      long visitors,
      List<@Nullable Estimate> differences) {

    public Point {
      differences = Collections.unmodifiableList(new ArrayList<>(differences));
    }
  }
}
