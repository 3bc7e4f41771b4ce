package io.knowfirst.server.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.decide.Simulation;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.rulesets.graduation.Draft;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * What pages ask about single visitors and experiments.
 *
 * @param find what is stored of a visitor, as the API answers it
 * @param export all that is stored of a visitor
 * @param simulate what would be decided
 * @param graduate the files that a winner becomes, by experiment
 */
public record VisitorSources(
    Function<String, Future<Optional<ObjectNode>>> find,
    Export export,
    Function<Simulation, Future<Traced>> simulate,
    Function<String, Future<Optional<Draft>>> graduate) {

  /** Writes lines of JSON; {@code out} completes when more may be written. */
  public interface Export {
    Future<Void> export(String id, Function<Buffer, Future<Void>> out);
  }
}
