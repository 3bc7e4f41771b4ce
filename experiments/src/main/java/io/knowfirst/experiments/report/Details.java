package io.knowfirst.experiments.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.knowfirst.experiments.report.Course.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside the comparisons with the control.
 *
 * @param shown what visitors were shown, one for each variation, the control first
 * @param pairs variations against each other, where there are three or more
 * @param notes by day, those of the whole phase first
 * @param excluded why the phase is not to be used, or null
 * @param stage where in its life the experiment is, or null for data from elsewhere
 * @param precisions lifts of the deciding metric as one look sees them; none where there are too
 *     few data
 * @param effects by single days
 * @param funnels how far visitors came, of metrics that are funnels
 * @param interactions with other running experiments
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Details(
    List<VariationDescription> shown,
    List<PairRow> pairs,
    List<Note> notes,
    @Nullable String excluded,
    @Nullable Stage stage,
    List<Precision> precisions,
    DayEffects effects,
    List<FunnelSteps> funnels,
    List<Interaction> interactions) {

  public Details {
    shown = List.copyOf(shown);
    pairs = List.copyOf(pairs);
    notes = List.copyOf(notes);
    precisions = List.copyOf(precisions);
    funnels = List.copyOf(funnels);
    interactions = List.copyOf(interactions);
  }

  /** What people call a variation. */
  String title(String variation) {
    return shown.stream()
        .filter(one -> one.variation().equals(variation))
        .map(VariationDescription::title)
        .findFirst()
        .orElse(variation);
  }
}
