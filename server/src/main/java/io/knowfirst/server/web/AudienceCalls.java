package io.knowfirst.server.web;

import io.knowfirst.server.outbound.AudienceCount;
import io.knowfirst.server.outbound.AudienceDesk.AudienceSink;
import io.knowfirst.server.outbound.AudienceRun;
import io.knowfirst.server.outbound.AudienceSize;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What requests ask of audiences.
 *
 * @param size {@code AudienceDesk::size}, by segment and sample
 * @param begin {@code AudienceDesk::begin}, by segment and placements
 * @param find {@code AudienceDesk::find}
 * @param run {@code AudienceDesk::run}
 */
public record AudienceCalls(
    BiFunction<String, Integer, Future<AudienceSize>> size,
    BiFunction<String, List<String>, Future<AudienceRun>> begin,
    Function<String, Future<Optional<AudienceRun>>> find,
    AudienceRunner run) {

  /** Decides for a run's segment, after a cursor. */
  public interface AudienceRunner {
    Future<AudienceCount> run(AudienceRun run, String after, AudienceSink sink);
  }
}
