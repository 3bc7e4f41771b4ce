package io.knowfirst.server.outbound;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The statements on runs; those of more than 90 days are forgotten. */
final class AudienceRuns {
  private static final String ADD =
      """
      with old as (delete from audience_run where at < $5::timestamptz - interval '90 days')
      insert into audience_run (id, segment, placements, ruleset, at) values ($1, $2, $3, $4, $5)
      """;
  private static final String FIND =
      "select segment, placements, ruleset, at from audience_run where id = $1";

  private final Pool pool;

  AudienceRuns(Pool pool) {
    this.pool = pool;
  }

  Future<AudienceRun> add(AudienceRun run) {
    return pool.preparedQuery(ADD)
        .execute(
            Tuple.of(run.id(), run.segment())
                .addArrayOfString(run.placements().toArray(String[]::new))
                .addString(run.ruleset())
                .addOffsetDateTime(run.at().atOffset(ZoneOffset.UTC)))
        .map(run);
  }

  Future<Optional<AudienceRun>> find(String id) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              for (var row : rows) {
                return Optional.of(
                    new AudienceRun(
                        id,
                        row.getString(0),
                        List.of(row.getArrayOfStrings(1)),
                        row.getString(2),
                        row.getOffsetDateTime(3).toInstant()));
              }
              return Optional.empty();
            });
  }
}
