package io.knowfirst.experiments.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What visitors of a variation were shown, for readers of a report.
 *
 * @param variation its id
 * @param title what people call it; the id where nobody said
 * @param description what is different in it, or null
 * @param picture address of a picture of it, or null
 * @param content the texts that it showed, one a line
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VariationDescription(
    String variation,
    String title,
    @Nullable String description,
    @Nullable String picture,
    List<String> content) {

  public VariationDescription {
    content = List.copyOf(content);
  }

  /** A variation of which only the id is known. */
  public static VariationDescription of(String variation) {
    return new VariationDescription(variation, variation, null, null, List.of());
  }

  boolean told() {
    return description != null || picture != null || !content.isEmpty();
  }
}
