package io.knowfirst.rules.base;

import org.drools.core.SessionConfiguration;
import org.drools.kiesession.session.StatefulKnowledgeSessionImpl;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.Environment;

/** The engine's session for one evaluation, with what our nodes and conclusions go by. */
@SuppressWarnings("unchecked") // the engine overrides methods with types by ones without
final class Session extends StatefulKnowledgeSessionImpl {
  private static final long serialVersionUID = 1;

  private final transient Run run;
  private transient Reach.@Nullable Within within;

  Session(LightBase base, SessionConfiguration settings, Environment environment, Run run) {
    super(0, base, false, settings, environment);
    this.run = run;
  }

  Run run() {
    return run;
  }

  /** Lets facts come to those rules alone that are within reach. */
  void limit(Reach.Within reached) {
    within = reached;
  }

  /** The rules that facts may come to; null for all. */
  @Nullable Ints open() {
    return within == null ? null : within.rules();
  }

  /** Whether some rule may read a derived fact of these kinds. */
  boolean reads(int[] kinds) {
    return within == null || within.reads(kinds);
  }
}
