package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.access.Grant;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * A tool of agents, whose description stands in {@code agents/tools.yaml}.
 *
 * @param who may call it, as {@link Route#who}
 * @param action what it does
 */
record AgentTool(String name, Set<Grant> who, Action action) {
  AgentTool {
    who = Set.copyOf(who);
  }

  /** What a tool does with the arguments of a call. */
  @FunctionalInterface
  interface Action {
    /** Fails as the routes of the API do. */
    Future<Answers.Writer> take(RoutingContext context, ObjectNode arguments);
  }
}
