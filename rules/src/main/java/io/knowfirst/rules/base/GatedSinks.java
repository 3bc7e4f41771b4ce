package io.knowfirst.rules.base;

import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.drools.base.common.NetworkNode;
import org.drools.core.common.BaseNode;
import org.drools.core.common.InternalFactHandle;
import org.drools.core.common.PropagationContext;
import org.drools.core.common.ReteEvaluator;
import org.drools.core.reteoo.AlphaNode;
import org.drools.core.reteoo.CompositeObjectSinkAdapter;
import org.drools.core.reteoo.EmptyObjectSinkAdapter;
import org.drools.core.reteoo.LeftInputAdapterNode;
import org.drools.core.reteoo.ModifyPreviousTuples;
import org.drools.core.reteoo.ObjectSink;
import org.drools.core.reteoo.ObjectSinkPropagator;
import org.drools.core.reteoo.ObjectSource;
import org.drools.core.reteoo.RightInputAdapterNode;

/**
 * Lets a fact through to those joins alone whose rules are within reach. A fact that thousands of
 * rules join with (the device, the weather) would otherwise be pushed into every one of the joins.
 */
final class GatedSinks implements ObjectSinkPropagator {
  private static final int HASHED_FROM = 3;
  private static final int FEW = 8;

  private final ObjectSinkPropagator all;
  private final ObjectSinkPropagator open;
  private final Gate[] gates;
  private final Map<Integer, ObjectSink[]> byRule;

  private GatedSinks(
      ObjectSinkPropagator all,
      ObjectSinkPropagator open,
      Gate[] gates,
      Map<Integer, ObjectSink[]> byRule) {
    this.all = all;
    this.open = open;
    this.gates = gates;
    this.byRule = byRule;
  }

  /** The way to one join, open when one of its rules is within reach. */
  private static final class Gate {
    private final ObjectSink sink;
    private final int[] rules;

    Gate(ObjectSink sink, int[] rules) {
      this.sink = sink;
      this.rules = rules;
    }

    boolean isOpen(Ints within) {
      for (int rule : rules) {
        if (within.contains(rule)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Gates what comes after a node, where that is worth it. */
  static void after(ObjectSource source, Reach reach) {
    var all = source.getObjectSinkPropagator();
    ObjectSinkPropagator open = EmptyObjectSinkAdapter.getInstance();
    var gated = new HashMap<Integer, List<ObjectSink>>();
    var closed = new ArrayList<Gate>();
    for (var sink : all.getSinks()) {
      var rules = rules(sink, reach);
      if (rules.isEmpty()) {
        open = add(open, sink);
      } else {
        closed.add(new Gate(sink, rules.stream().mapToInt(rule -> rule).toArray()));
        rules.forEach(rule -> gated.computeIfAbsent(rule, r -> new ArrayList<>(1)).add(sink));
      }
    }
    if (closed.isEmpty()) {
      return;
    }
    boolean few = closed.size() <= FEW;
    var byRule = new HashMap<Integer, ObjectSink[]>();
    if (!few) {
      gated.forEach((rule, sinks) -> byRule.put(rule, sinks.toArray(ObjectSink[]::new)));
    }
    var gates = few ? closed.toArray(Gate[]::new) : new Gate[0];
    source.setObjectSinkPropagator(new GatedSinks(all, open, gates, byRule));
  }

  private static ObjectSinkPropagator add(ObjectSinkPropagator open, ObjectSink sink) {
    if (!(open instanceof CompositeObjectSinkAdapter) && sink instanceof AlphaNode) {
      var composite = new CompositeObjectSinkAdapter(HASHED_FROM, HASHED_FROM);
      for (var earlier : open.getSinks()) {
        composite.addObjectSink(earlier, HASHED_FROM, HASHED_FROM);
      }
      return composite.addObjectSink(sink, HASHED_FROM, HASHED_FROM);
    }
    return open.addObjectSink(sink, HASHED_FROM, HASHED_FROM);
  }

  /** The rules that a sink serves; none when it is to stay open. */
  private static List<Integer> rules(ObjectSink sink, Reach reach) {
    NetworkNode node;
    if (sink instanceof RightInputAdapterNode<?> right) {
      node = right.getBetaNode();
    } else if (sink instanceof LeftInputAdapterNode) {
      node = sink;
    } else {
      return List.of();
    }
    var rules = new ArrayList<Integer>();
    boolean broad = false;
    for (var rule : node.getAssociatedRules()) {
      int number = reach.number(rule.getName());
      if (number < 0 || reach.isAlways(number)) {
        return List.of();
      }
      rules.add(number);
      broad |= reach.breadth(number) > 1;
    }
    return broad ? rules : List.of();
  }

  @Override
  public void propagateAssertObject(
      InternalFactHandle handle, PropagationContext context, ReteEvaluator evaluator) {
    var rules = ((Session) evaluator).open();
    if (rules == null) {
      all.propagateAssertObject(handle, context, evaluator);
      return;
    }
    open.propagateAssertObject(handle, context, evaluator);
    for (var gate : gates) {
      if (gate.isOpen(rules)) {
        gate.sink.assertObject(handle, context, evaluator);
      }
    }
    if (!byRule.isEmpty()) {
      lookUp(rules, handle, context, evaluator);
    }
  }

  /** Goes by the rules within reach, which are fewer than the ways. */
  private void lookUp(
      Ints rules, InternalFactHandle handle, PropagationContext context, ReteEvaluator evaluator) {
    var passed = new ArrayList<ObjectSink>(4);
    for (int i = 0; i < rules.size(); i++) {
      var sinks = byRule.get(rules.get(i));
      if (sinks != null) {
        for (var sink : sinks) {
          if (isNew(sink, passed)) {
            passed.add(sink);
            sink.assertObject(handle, context, evaluator);
          }
        }
      }
    }
  }

  /** By identity: nodes that ask the same are equal. */
  private static boolean isNew(ObjectSink sink, List<ObjectSink> passed) {
    for (var earlier : passed) {
      if (earlier == sink) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void propagateModifyObject(
      InternalFactHandle handle,
      ModifyPreviousTuples before,
      PropagationContext context,
      ReteEvaluator evaluator) {
    throw new UnsupportedOperationException("Facts never change.");
  }

  @Override
  public void byPassModifyToBetaNode(
      InternalFactHandle handle,
      ModifyPreviousTuples before,
      PropagationContext context,
      ReteEvaluator evaluator) {
    throw new UnsupportedOperationException("Facts never change.");
  }

  @Override
  public ObjectSinkPropagator addObjectSink(ObjectSink sink, int hashedFrom, int indexedFrom) {
    throw new UnsupportedOperationException("A gated network does not grow.");
  }

  @Override
  public ObjectSinkPropagator removeObjectSink(ObjectSink sink) {
    throw new UnsupportedOperationException("A gated network does not shrink.");
  }

  @Override
  public BaseNode getMatchingNode(BaseNode candidate) {
    return all.getMatchingNode(candidate);
  }

  @Override
  public ObjectSink[] getSinks() {
    return all.getSinks();
  }

  @Override
  public int size() {
    return all.size();
  }

  @Override
  public boolean isEmpty() {
    return all.isEmpty();
  }

  @Override
  public void doLinkSubnetwork(ReteEvaluator evaluator) {
    all.doLinkSubnetwork(evaluator);
  }

  @Override
  public void doUnlinkSubnetwork(ReteEvaluator evaluator) {
    all.doUnlinkSubnetwork(evaluator);
  }

  @Override
  public void writeExternal(ObjectOutput out) {
    throw new UnsupportedOperationException("A gated network is never stored.");
  }

  @Override
  public void readExternal(ObjectInput in) {
    throw new UnsupportedOperationException("A gated network is never stored.");
  }
}
