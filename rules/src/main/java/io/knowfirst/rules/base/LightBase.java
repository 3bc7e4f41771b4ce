package io.knowfirst.rules.base;

import java.lang.reflect.Field;
import org.drools.core.SessionConfiguration;
import org.drools.core.phreak.RuleNetworkEvaluatorImpl;
import org.drools.core.phreak.SegmentMemorySupportImpl;
import org.drools.kiesession.rulebase.SessionsAwareKnowledgeBase;
import org.drools.kiesession.session.StatefulKnowledgeSessionImpl;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.runtime.Environment;

/** A rule base of the engine whose sessions cost the same however large the network is. */
final class LightBase extends SessionsAwareKnowledgeBase {
  private static final Field OF_SESSION = field(StatefulKnowledgeSessionImpl.class);
  private static final Field OF_SEGMENTS = field(SegmentMemorySupportImpl.class);
  private static final Field OF_EVALUATOR = field(RuleNetworkEvaluatorImpl.class);

  LightBase(KieBaseConfiguration settings) {
    super(settings);
  }

  /** None that a session has to make a place for at its start. */
  @Override
  public int getMemoryCount() {
    return 0;
  }

  /** A session for one evaluation. */
  Session open(SessionConfiguration settings, Environment environment, Run run) {
    var session = new Session(this, settings, environment, run);
    var memories = new SparseMemories(getRuleBaseConfiguration(), session);
    try {
      OF_SESSION.set(session, memories);
      OF_SEGMENTS.set(session.getSegmentMemorySupport(), memories);
      OF_EVALUATOR.set(session.getRuleNetworkEvaluator(), memories);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("The engine's sessions are made accessible at the start.", e);
    }
    session.initInitialFact(null);
    return session;
  }

  private static Field field(Class<?> type) {
    return Network.field(type, "nodeMemories");
  }
}
