package io.knowfirst.rules.base;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.base.common.NetworkNode;
import org.jspecify.annotations.Nullable;
import org.kie.api.definition.rule.Rule;

/**
 * What goes wrong within the conditions of one rule base. A condition that throws counts as not
 * met, and the rules that share it are noted for the evaluation that runs on the thread.
 */
final class Guard {
  private static final ThreadLocal<@Nullable Map<String, String>> THROWN = new ThreadLocal<>();
  private static final ThreadLocal<Set<String>> SUSPENDED = ThreadLocal.withInitial(Set::of);
  private volatile boolean ever;

  /** Rules whose joins are not to be computed in evaluations on this thread. */
  void suspend(Set<String> rules) {
    if (!rules.isEmpty()) {
      ever = true;
    }
    if (ever) {
      SUSPENDED.set(rules);
    }
  }

  /** Whether every rule that needs the node's join is suspended. */
  boolean idle(NetworkNode node) {
    if (!ever) {
      return false;
    }
    var names = SUSPENDED.get();
    return !names.isEmpty() && names.containsAll(rules(node));
  }

  void threw(NetworkNode node, RuntimeException problem) {
    rules(node).forEach(rule -> threw(rule, problem));
  }

  void threw(String rule, Throwable problem) {
    var map = THROWN.get();
    if (map == null) {
      map = new LinkedHashMap<>();
      THROWN.set(map);
    }
    map.putIfAbsent(rule, sentence(problem));
  }

  /** The rules that threw since the last call on this thread, with their messages. */
  Map<String, String> take() {
    var map = THROWN.get();
    if (map == null) {
      return Map.of();
    }
    THROWN.remove();
    return map;
  }

  static List<String> rules(NetworkNode node) {
    return Arrays.stream(node.getAssociatedRules()).map(Rule::getName).distinct().sorted().toList();
  }

  static String sentence(Throwable problem) {
    var cause = problem;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
