package io.knowfirst.server.experiments.ledger;

import io.knowfirst.rules.check.Outside.Inside;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How many visitors are at which step of a campaign. */
public final class InsideFlows {
  private static final String INSIDE =
      """
      with newest as (
        select distinct on (e.visitor, e.name, v ->> 'entry') e.name as campaign, v ->> 'step' as step, v ->> 'kind' as kind,
          coalesce(v ->> 'next', '') as next
        from event e cross join lateral (select e.body::json -> 'values' as v) as b
        where e.type = 'step'
        order by e.visitor, e.name, v ->> 'entry', (v ->> 'number')::int desc)
      select campaign, step, next, count(*) as visitors from newest where kind <> 'left' group by 1, 2, 3
      """;

  private final Pool pool;

  public InsideFlows(Pool pool) {
    this.pool = pool;
  }

  /** Now, by campaign and step, and by what could follow. */
  public Future<Set<Inside>> now() {
    return pool.query(INSIDE)
        .execute()
        .map(
            rows -> {
              var inside = new HashSet<Inside>();
              for (var row : rows) {
                var next = row.getString("next");
                inside.add(
                    new Inside(
                        row.getString("campaign"),
                        row.getString("step"),
                        next.isEmpty() ? List.of() : List.of(next.split("\n", -1)),
                        row.getLong("visitors")));
              }
              return inside;
            });
  }
}
