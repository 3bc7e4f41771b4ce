package io.knowfirst.server.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.decide.Simulation;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.graduation.Draft;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What pages ask about single visitors and experiments.
 *
 * @param find what is stored of a visitor, as the API answers it
 * @param latest what a visitor did last and what was decided for them
 * @param simulate what would be decided
 * @param link makes a link to a preview on the shop's own pages
 * @param graduate the files that a winner becomes, by experiment
 */
public record VisitorSources(
    Function<String, Future<Optional<ObjectNode>>> find,
    Latest latest,
    Function<Simulation, Future<Traced>> simulate,
    MakeLink link,
    Function<String, Future<Optional<Draft>>> graduate) {

  /** Writes lines of JSON as an export has them, so many events at most. */
  public interface Latest {
    Future<Void> latest(String id, int events, Function<Buffer, Future<Void>> out);
  }

  /** Makes a link as {@code POST /v1/previews} does; fails as that refuses. */
  public interface MakeLink {
    Future<SharedLink> make(Caller who, Actor actor, ObjectNode asked);
  }

  /**
   * A link that shows a preview.
   *
   * @param query what the address of any page of the shop gets
   * @param until when it ends
   */
  public record SharedLink(String query, Instant until) {}
}
