package io.knowfirst.experiments.report;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.knowfirst.experiments.report.Report.Estimate;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One day.
 *
 * @param exposed new visitors per variation on that day
 * @param cumulative difference to the control up to that day, null where there is none yet; the
 *     control has no entry
 */
public record DayPoint(
    @JsonSerialize(using = ToStringSerializer.class) LocalDate date,
    List<Long> exposed,
    List<@Nullable Estimate> cumulative) {}
