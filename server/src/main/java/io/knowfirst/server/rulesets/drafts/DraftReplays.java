package io.knowfirst.server.rulesets.drafts;

import com.fasterxml.jackson.core.JsonFactory;
import io.knowfirst.server.rulesets.drafts.DraftRefused.Why;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.replay.Question;
import io.knowfirst.server.rulesets.replay.ReplayJson;
import io.knowfirst.server.rulesets.replay.ReplayReport;
import io.knowfirst.server.rulesets.replay.Replays;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays recorded decisions against drafts in the background, one replay for a draft. Progress and
 * report are in PostgreSQL, so that every member tells them.
 */
public final class DraftReplays {
  private static final Logger LOG = LoggerFactory.getLogger(DraftReplays.class);
  private static final long BEAT_MILLIS = 1_000;

  /** After which nothing is expected any more of a member that has not been heard of. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String BEGIN =
      """
      insert into draft_replay (draft, run, revision, began, heard, replayed)
      values ($1, $2, $3, $4, $4, 0)
      on conflict (draft) do update
        set run = excluded.run, revision = excluded.revision, began = excluded.began,
            heard = excluded.heard, replayed = 0, problem = null, report = null
        where draft_replay.problem is not null or draft_replay.report is not null
          or draft_replay.heard < $5
      """;
  private static final String BEAT =
      "update draft_replay set heard = $3, replayed = $4 where draft = $1 and run = $2";
  private static final String END =
      "update draft_replay set heard = $3, problem = $4, report = $5 where draft = $1 and run = $2";
  private static final String FIND =
      "select revision, began, heard, replayed, problem, report from draft_replay where draft = $1";

  private final Vertx vertx;
  private final Pool pool;
  private final Recordings recordings;
  private final InstantSource clock;

  DraftReplays(Vertx vertx, Pool pool, Recordings recordings, InstantSource clock) {
    this.vertx = vertx;
    this.pool = pool;
    this.recordings = recordings;
    this.clock = clock;
  }

  /**
   * A replay as far as it has come.
   *
   * @param revision of the draft that is replayed
   * @param replayed decisions so far
   * @param problem why it ended without a report; null where it did not
   * @param report as JSON; null before the end
   */
  public record ReplayJob(
      long revision,
      Instant began,
      long replayed,
      @Nullable String problem,
      @Nullable String report) {
    /** {@code running}, {@code done} or {@code failed}. */
    public String state() {
      return report != null ? "done" : problem != null ? "failed" : "running";
    }
  }

  /** Begins a replay; fails with {@link DraftRefused} while one of the same draft runs. */
  public Future<ReplayJob> start(Opened opened, Duration last, int most) {
    var id = opened.draft().id();
    var now = clock.instant();
    var run = new Run(id, UUID.randomUUID().toString());
    var row =
        Tuple.of(id, run.run, opened.draft().revision(), now.atOffset(ZoneOffset.UTC))
            .addOffsetDateTime(now.minus(SILENCE).atOffset(ZoneOffset.UTC));
    return orAway(pool.preparedQuery(BEGIN).execute(row))
        .map(
            begun -> {
              if (begun.rowCount() == 0) {
                throw new DraftRefused(
                    Why.STATE,
                    "A replay of this draft runs already. Maybe wait for its end; reading it tells how far it is.");
              }
              run.start(
                  new Question(new TreeMap<>(opened.files().now()), null, last, most),
                  now.plus(PATIENCE));
              return new ReplayJob(opened.draft().revision(), now, 0, null, null);
            });
  }

  /** The last replay of a draft; empty where there was none. */
  public Future<Optional<ReplayJob>> find(String draft) {
    return orAway(pool.preparedQuery(FIND).execute(Tuple.of(draft)))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              var row = rows.iterator().next();
              var report = row.getString("report");
              var problem = row.getString("problem");
              var silent = clock.instant().minus(SILENCE);
              if (report == null
                  && problem == null
                  && row.getOffsetDateTime("heard").toInstant().isBefore(silent)) {
                problem = "The member on which it ran has ended. Maybe start it again.";
              }
              return Optional.of(
                  new ReplayJob(
                      row.getLong("revision"),
                      row.getOffsetDateTime("began").toInstant(),
                      row.getLong("replayed"),
                      problem,
                      report));
            });
  }

  private final class Run {
    private final String draft;
    private final String run;
    private final AtomicLong replayed = new AtomicLong();
    private long timer;

    Run(String draft, String run) {
      this.draft = draft;
      this.run = run;
    }

    void start(Question question, Instant until) {
      timer = vertx.setPeriodic(BEAT_MILLIS, tick -> beat());
      waiting(question, until)
          .onComplete(
              ended -> {
                vertx.cancelTimer(timer);
                end(ended.succeeded() ? null : ended.cause(), ended.result());
              });
    }

    /** One replay runs at a time on each member; this one waits for its turn. */
    private Future<ReplayReport> waiting(Question question, Instant until) {
      return recordings
          .replay(question, replayed::set)
          .recover(
              failure ->
                  failure instanceof Replays.Busy && clock.instant().isBefore(until)
                      ? vertx
                          .timer(BEAT_MILLIS, TimeUnit.MILLISECONDS)
                          .compose(later -> waiting(question, until))
                      : Future.failedFuture(failure));
    }

    private void beat() {
      keep(BEAT, Tuple.of(draft, run, now()).addLong(replayed.get()));
    }

    private void end(@Nullable Throwable failure, @Nullable ReplayReport report) {
      var problem = failure == null ? null : String.valueOf(failure.getMessage());
      keep(
          END,
          Tuple.of(draft, run, now())
              .addString(problem)
              .addString(report == null ? null : json(report)));
    }

    private OffsetDateTime now() {
      return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private void keep(String sql, Tuple values) {
      pool.preparedQuery(sql)
          .execute(values)
          .onFailure(away -> LOG.warn("A replay's progress is not kept: {}", away.getMessage()));
    }
  }

  private static String json(ReplayReport report) {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      ReplayJson.write(json, report);
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
    return text.toString();
  }

  private static <T> Future<T> orAway(Future<T> asked) {
    return asked.recover(
        failure ->
            Future.failedFuture(
                StoreUnavailable.of(failure, "The drafts in PostgreSQL cannot be reached.")));
  }
}
