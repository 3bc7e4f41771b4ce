package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.drools.base.base.ClassObjectType;
import org.drools.base.common.NetworkNode;
import org.drools.base.definitions.InternalKnowledgePackage;
import org.drools.base.definitions.rule.impl.RuleImpl;
import org.drools.base.rule.SingleAccumulate;
import org.drools.core.common.BetaConstraints;
import org.drools.core.reteoo.AccumulateNode;
import org.drools.core.reteoo.AlphaNode;
import org.drools.core.reteoo.BetaNode;
import org.drools.core.reteoo.LeftTupleSource;
import org.drools.core.reteoo.ObjectSource;
import org.drools.core.reteoo.PathEndNode;
import org.drools.mvel.MVELConstraint;
import org.drools.mvel.MVELDialectRuntimeData;
import org.drools.mvel.expr.MVELCompilationUnit;
import org.drools.mvel.expr.MVELConsequence;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieServices;
import org.kie.api.conf.KieBaseMutabilityOption;
import org.kie.api.definition.KiePackage;
import org.kie.internal.conf.ConsequenceExceptionHandlerOption;

/** Builds the engine's network from compiled packages and guards each of its conditions. */
final class Network {
  private static final Field ALPHA = field(AlphaNode.class, "constraint");
  private static final Field BETA = field(BetaNode.class, "constraints");
  private static final Field SUM = field(SingleAccumulate.class, "accumulator");
  private static final Field OPERATORS = field(MVELConstraint.class, "operators");
  private static final Field INVOKERS = field(MVELDialectRuntimeData.class, "invokerLookups");
  private static final Field UNIT = field(MVELConstraint.class, "compilationUnit");
  private static final Field INTERPRETED = field(MVELConstraint.class, "isDynamic");

  private final Reach reach;
  private final Guard guard;
  private final Set<NetworkNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Map<Class<?>, Map<String, Optional<Comparing>>> quick = new HashMap<>();

  private Network(Reach reach, Guard guard) {
    this.reach = reach;
    this.guard = guard;
  }

  static LightBase of(Collection<KiePackage> packages) {
    var settings = KieServices.get().newKieBaseConfiguration();
    settings.setProperty(
        ConsequenceExceptionHandlerOption.PROPERTY_NAME, FailedConsequence.class.getName());
    settings.setOption(KieBaseMutabilityOption.DISABLED);
    var base = new LightBase(settings);
    base.addPackages(packages);
    return base;
  }

  /** All rules of a base. */
  static List<RuleImpl> rules(LightBase base) {
    return base.getKiePackages().stream()
        .flatMap(each -> each.getRules().stream())
        .map(RuleImpl.class::cast)
        .toList();
  }

  /**
   * Gives each plain conclusion to code that all of them share.
   *
   * @return whether others remain, which run as they were written
   * @throws IllegalStateException for a rule that was compiled without the conclusion it needs
   */
  static boolean conclude(LightBase base, Reach reach, Map<String, RuleCard> cards) {
    boolean others = false;
    for (var rule : rules(base)) {
      var card = cards.get(rule.getName());
      if (card == null || card.conclusions().isEmpty()) {
        if (rule.getConsequence() == null) {
          throw new IllegalStateException(
              "Rule \"%s\" was compiled without what it concludes.".formatted(rule.getName()));
        }
        others = true;
      } else {
        rule.setConsequence(new PlainConclusion(card, reach));
      }
    }
    return others;
  }

  /** Lets go of conclusions that are made by {@link #conclude}, before a package joins a base. */
  static void forgetConclusions(KiePackage compiled) {
    for (var rule : compiled.getRules()) {
      ((RuleImpl) rule).setConsequence(null);
    }
    var dialect = ((InternalKnowledgePackage) compiled).getDialectRuntimeRegistry();
    if (dialect.getDialectData("mvel") instanceof MVELDialectRuntimeData data) {
      try {
        ((Map<?, ?>) INVOKERS.get(data))
            .values()
            .removeIf(
                waiting ->
                    ((List<?>) waiting).removeIf(MVELConsequence.class::isInstance)
                        && ((List<?>) waiting).isEmpty());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("The engine's fields are made accessible at the start.", e);
      }
    }
  }

  /** Guards each condition, and gates each fact's way by what is within reach. */
  static void secure(LightBase base, Reach reach, Guard guard) {
    var network = new Network(reach, guard);
    base.getRete().getEntryPointNodes().values().stream()
        .flatMap(entry -> entry.getObjectTypeNodes().values().stream())
        .forEach(network::secure);
  }

  private void secure(NetworkNode node) {
    if (!seen.add(node)) {
      return;
    }
    var sinks = node.getSinks();
    if (node instanceof ObjectSource source) {
      GatedSinks.after(source, reach);
    }
    if (sinks != null) {
      for (var sink : sinks) {
        secure(sink);
      }
    }
    guard(node);
  }

  /** The same for nodes that ask the same, so that it stays at hand. */
  private @Nullable Comparing quick(AlphaNode alpha) {
    if (!(alpha.getConstraint() instanceof MVELConstraint written)
        || !(alpha.getObjectTypeNode().getObjectType() instanceof ClassObjectType type)) {
      return null;
    }
    var facts = type.getClassType();
    return quick
        .computeIfAbsent(facts, each -> new HashMap<>())
        .computeIfAbsent(written.getExpression(), text -> Comparing.of(text, facts))
        .orElse(null);
  }

  private void guard(NetworkNode node) {
    try {
      if (node instanceof AlphaNode alpha) {
        interpret(alpha.getConstraint());
        ALPHA.set(alpha, new GuardedAlpha(alpha.getConstraint(), alpha, guard, quick(alpha)));
      } else if (node instanceof BetaNode beta) {
        @SuppressWarnings("unchecked")
        var conditions = (BetaConstraints<Object>) beta.getRawConstraints();
        for (Object condition : conditions.getConstraints()) {
          interpret(condition);
        }
        BETA.set(beta, new GuardedJoin(conditions, beta, guard));
        if (beta instanceof AccumulateNode sum) {
          guard(sum);
        }
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("The engine's nodes are made accessible at the start.", e);
    }
  }

  private void guard(AccumulateNode node) throws IllegalAccessException {
    var sum = node.getAccumulate();
    if (sum instanceof SingleAccumulate single) {
      SUM.set(single, GuardedSum.of(sum.getAccumulators()[0], node, guard));
    } else {
      var functions = sum.getAccumulators();
      for (int i = 0; i < functions.length; i++) {
        functions[i] = GuardedSum.of(functions[i], node, guard);
      }
    }
  }

  /**
   * Lets a condition with an operator of the engine's own ({@code str[startsWith]}) never be turned
   * into byte code: what the engine makes of it calls a method that does not exist.
   */
  private static void interpret(Object condition) throws IllegalAccessException {
    if (condition instanceof MVELConstraint written
        && OPERATORS.get(written) instanceof Object[] operators
        && operators.length > 0) {
      INTERPRETED.setBoolean(written, true);
    }
  }

  /** What is evaluated for a condition; null for one that is read from its text. */
  static @Nullable MVELCompilationUnit unit(MVELConstraint condition) {
    try {
      return (MVELCompilationUnit) UNIT.get(condition);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("The engine's fields are made accessible at the start.", e);
    }
  }

  /** The rules that share a join with the one that ends at a node, itself among them. */
  static Set<String> entangled(PathEndNode end) {
    var rules = new TreeSet<>(Guard.rules(end));
    LeftTupleSource node = end.getLeftTupleSource();
    while (node != null) {
      if (node instanceof BetaNode) {
        rules.addAll(Guard.rules(node));
      }
      node = node.getLeftTupleSource();
    }
    return rules;
  }

  static Field field(Class<?> type, String name) {
    try {
      var field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(
          "%s has no field %s. Maybe the engine's version changed.".formatted(type, name), e);
    }
  }
}
