package io.knowfirst.experiments.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote down about a phase.
 *
 * @param number by which it is taken away
 * @param day that it is about, or null for the phase as a whole
 * @param author who wrote it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Note(
    long number,
    @JsonSerialize(using = ToStringSerializer.class) @Nullable LocalDate day,
    String text,
    String author) {}
