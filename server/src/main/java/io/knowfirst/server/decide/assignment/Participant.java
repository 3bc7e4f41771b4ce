package io.knowfirst.server.decide.assignment;

import io.knowfirst.experiments.assignment.Sticky;
import io.knowfirst.rules.base.Audiences;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A visitor who may take part in experiments, for one decision. */
public final class Participant {
  private final String visitor;
  private final Map<String, Sticky> earlier;
  private final Instant now;
  private final Supplier<Audiences.Answer> look;
  private Audiences.@Nullable Answer audiences;

  /**
   * @param visitor whose id is hashed
   * @param earlier what they were shown first, by experiment and holdout
   * @param look finds the audiences they are in; asked once at most
   */
  public Participant(
      String visitor, Map<String, Sticky> earlier, Instant now, Supplier<Audiences.Answer> look) {
    this.visitor = visitor;
    this.earlier = earlier;
    this.now = now;
    this.look = look;
  }

  String visitor() {
    return visitor;
  }

  @Nullable Sticky earlier(String experiment) {
    return earlier.get(experiment);
  }

  Instant now() {
    return now;
  }

  Audiences.Answer audiences() {
    var found = audiences;
    if (found == null) {
      found = look.get();
      audiences = found;
    }
    return found;
  }
}
