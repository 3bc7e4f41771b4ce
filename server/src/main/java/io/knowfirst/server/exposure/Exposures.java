package io.knowfirst.server.exposure;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The first time each visitor was really shown a variation. Counting the same exposure again
 * changes nothing, so an event that is sent twice, or whose acknowledgement was lost, does no harm.
 */
public final class Exposures {
  private static final String INSERT =
      """
      insert into exposure (experiment, phase, visitor, variation, first_at, decision)
      select * from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
      on conflict (experiment, phase, visitor) do nothing
      """;

  private final Pool pool;

  public Exposures(Pool pool) {
    this.pool = pool;
  }

  /** Counts those of the events that are exposures of an experiment. */
  Future<Void> count(List<Event> events) {
    var rows = new Rows();
    events.forEach(rows::add);
    return rows.isEmpty()
        ? Future.succeededFuture()
        : pool.preparedQuery(INSERT)
            .execute(rows.tuple())
            .recover(
                away -> Future.failedFuture(new StoreUnavailable("Exposures not stored", away)))
            .mapEmpty();
  }

  private static final class Rows {
    private final List<String> experiments = new ArrayList<>();
    private final List<Integer> phases = new ArrayList<>();
    private final List<String> visitors = new ArrayList<>();
    private final List<String> variations = new ArrayList<>();
    private final List<OffsetDateTime> times = new ArrayList<>();
    private final List<String> decisions = new ArrayList<>();

    void add(Event event) {
      if (event.type() != Event.Type.EXPOSURE || !event.values().containsKey("experiment")) {
        return;
      }
      experiments.add(text(event.values(), "experiment"));
      phases.add(((Number) event.values().getOrDefault("phase", 1)).intValue());
      visitors.add(event.visitor());
      variations.add(text(event.values(), "variation"));
      times.add(event.at().atOffset(ZoneOffset.UTC));
      decisions.add(text(event.values(), "decision"));
    }

    boolean isEmpty() {
      return experiments.isEmpty();
    }

    Tuple tuple() {
      return Tuple.of(
          experiments.toArray(String[]::new),
          phases.toArray(Integer[]::new),
          visitors.toArray(String[]::new),
          variations.toArray(String[]::new),
          times.toArray(OffsetDateTime[]::new),
          decisions.toArray(String[]::new));
    }

    private static String text(Map<String, Object> values, String name) {
      return String.valueOf(values.get(name));
    }
  }
}
