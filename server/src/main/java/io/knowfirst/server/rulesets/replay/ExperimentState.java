package io.knowfirst.server.rulesets.replay;

import io.knowfirst.server.decide.assignment.Experiments;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Names the state of all experiments, so that a replay can tell whether it is still the same. */
final class ExperimentState {
  private final BiConsumer<String, Experiments> changed;
  private @Nullable Experiments last;
  private String name = "";

  /**
   * @param changed told each state that is met and is not that of the decision before
   */
  ExperimentState(BiConsumer<String, Experiments> changed) {
    this.changed = changed;
  }

  /** The same for experiments of which a decision could not tell that they differ. */
  String name(Experiments experiments) {
    if (experiments != last) {
      var next = of(experiments);
      if (!next.equals(name)) {
        changed.accept(next, experiments);
      }
      name = next;
      last = experiments;
    }
    return name;
  }

  static String of(Experiments experiments) {
    var state = new StringJoiner("\n");
    for (var one : experiments.all()) {
      var definition = one.definition();
      state.add(
          String.join(
              "|",
              one.id(),
              one.state().name(),
              String.valueOf(one.decision()),
              String.valueOf(one.split().phase()),
              one.split().seed(),
              String.valueOf(one.split().coverage()),
              String.valueOf(one.split().variations()),
              String.valueOf(definition.variations()),
              String.valueOf(definition.audience()),
              String.valueOf(definition.from()),
              String.valueOf(definition.until()),
              String.valueOf(one.changed())));
    }
    return UUID.nameUUIDFromBytes(state.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
