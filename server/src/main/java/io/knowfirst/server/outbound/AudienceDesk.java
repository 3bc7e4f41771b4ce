package io.knowfirst.server.outbound;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.decide.Addressee;
import io.knowfirst.server.decide.ContactDecision;
import io.knowfirst.server.decide.Outbound;
import io.knowfirst.server.outbound.AudienceScan.ScanPart;
import io.knowfirst.server.outbound.AudienceSize.ChannelSize;
import io.knowfirst.server.profile.Profile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides for whole segments. Visitors are gone through in the order of their ids, a few at a time,
 * so that memory does not grow with their number; profiles are read past the cache, which belongs
 * to those who are on the website. Runs have threads of their own.
 */
public final class AudienceDesk implements AutoCloseable {
  private static final int AT_ONCE = 2;
  private static final int PART = 256;
  private static final int READ_AT_ONCE = 16;
  private static final int ID_BYTES = 8;

  private final AudienceScan scan;
  private final AudienceRuns runs;
  private final Outbound outbound;
  private final Supplier<RuleBase> rules;
  private final Function<String, Future<Profile>> profiles;
  private final InstantSource clock;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final ExecutorService threads;
  private volatile boolean closed;

  /**
   * @param profiles reads what is known of a visitor, past the cache
   */
  public AudienceDesk(
      Pool pool,
      Outbound outbound,
      Supplier<RuleBase> rules,
      Function<String, Future<Profile>> profiles,
      InstantSource clock) {
    this.scan = new AudienceScan(pool);
    this.runs = new AudienceRuns(pool);
    this.outbound = outbound;
    this.rules = rules;
    this.profiles = profiles;
    this.clock = clock;
    this.threads =
        Executors.newFixedThreadPool(
            AT_ONCE,
            task -> {
              var thread = new Thread(task, "audience");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Takes what a run has to say; what it gives is awaited before there is more. */
  public interface AudienceSink {
    /** Lines, and how far the run came with them. */
    Future<Void> write(List<AudienceLine> lines, AudienceCount soFar);

    /** Whether nobody takes anything any more. */
    boolean isGone();
  }

  /** Too many runs are under way on this member. */
  public static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    Busy() {
      super("%d runs of audiences are under way on this member.".formatted(AT_ONCE));
    }
  }

  /** Begins a run. */
  public Future<AudienceRun> begin(String segment, List<String> placements) {
    var bytes = new byte[ID_BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    return runs.add(
        new AudienceRun(
            HexFormat.of().formatHex(bytes),
            segment,
            placements,
            rules.get().hash(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS)));
  }

  /** A run that was begun. */
  public Future<Optional<AudienceRun>> find(String id) {
    return runs.find(id);
  }

  /**
   * Decides for the members of a run's segment.
   *
   * @param after the cursor after which it goes on; empty for the beginning
   * @return at the end; fails with {@link Busy}, or where the sink fails
   */
  public Future<AudienceCount> run(AudienceRun run, String after, AudienceSink sink) {
    return onThread(() -> decide(run, after, sink));
  }

  /**
   * Counts the members of a segment.
   *
   * @param sample share of the visitors to look at, in basis points
   */
  public Future<AudienceSize> size(String segment, int sample) {
    return onThread(() -> count(segment, sample));
  }

  private <T> Future<T> onThread(Supplier<T> work) {
    if (!free.tryAcquire()) {
      return Future.failedFuture(new Busy());
    }
    var promise = Promise.<T>promise();
    threads.execute(
        () -> {
          try {
            promise.complete(work.get());
          } catch (RuntimeException | Error failed) {
            promise.fail(failed);
          } finally {
            free.release();
          }
        });
    return promise.future();
  }

  private AudienceCount decide(AudienceRun run, String after, AudienceSink sink) {
    var placements = placements(run.placements());
    var tally = new AudienceTally(await(scan.about()));
    @Nullable String last = after;
    while (last != null && !closed) {
      ScanPart part = await(scan.after(last, PART, AudienceScan.ALL));
      var lines = new ArrayList<AudienceLine>();
      each(
          part.visitors(),
          sink::isGone,
          (id, profile) -> {
            var one = new Addressee(profile, run.at(), placements, List.of());
            var segments = outbound.segments(one);
            if (segments.contains(run.segment())) {
              var decided = outbound.decide(one, segments, placed -> placed.content() != null);
              tally.member(decided);
              add(id, profile, decided, lines);
            }
          });
      tally.looked(part.persons(), lines.size());
      await(sink.write(lines, tally.count()));
      last = part.last();
    }
    if (closed) {
      throw new IllegalStateException("The server stops. Maybe go on from the last cursor.");
    }
    return tally.count();
  }

  private static void add(
      String cursor, Profile profile, ContactDecision decided, List<AudienceLine> to) {
    var choice = decided.choice();
    var decision = decided.decision();
    if (choice != null && decision != null) {
      for (var placed : decided.placed()) {
        to.add(new AudienceLine(cursor, profile.visitor(), choice, decision.id(), placed));
      }
    }
  }

  private AudienceSize count(String segment, int sample) {
    var base = rules.get();
    var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var channels = base.folder().channels().outbound();
    var consented = new TreeMap<String, Long>();
    var preferred = new TreeMap<String, Long>();
    var sums = new long[4];
    @Nullable String last = "";
    while (last != null && !closed) {
      ScanPart part = await(scan.after(last, PART, sample));
      sums[0] += part.persons();
      each(
          part.visitors(),
          () -> false,
          (id, profile) -> {
            sums[1]++;
            var one = new Addressee(profile, at, List.of(), List.of());
            var segments = outbound.segments(one);
            if (segments.contains(segment)) {
              sums[2]++;
              outbound.allowed(one).forEach(channel -> consented.merge(channel, 1L, Long::sum));
              outbound.choices(one, segments).stream()
                  .findFirst()
                  .ifPresent(
                      first -> {
                        sums[3]++;
                        preferred.merge(first.channel(), 1L, Long::sum);
                      });
            }
          });
      last = part.last();
    }
    return new AudienceSize(
        segment,
        base.hash(),
        at,
        sums[0],
        sums[1],
        sums[2],
        sums[3],
        channels.values().stream()
            .map(
                channel ->
                    new ChannelSize(
                        channel.id(),
                        channel.purpose(),
                        consented.getOrDefault(channel.id(), 0L),
                        preferred.getOrDefault(channel.id(), 0L)))
            .toList());
  }

  /** What is done with each visitor who is not erased. */
  private interface EachVisitor {
    void of(String id, Profile profile);
  }

  private void each(List<String> visitors, BooleanSupplier gone, EachVisitor visit) {
    for (int from = 0; from < visitors.size() && !closed; from += READ_AT_ONCE) {
      if (gone.getAsBoolean()) {
        throw new IllegalStateException("The client went away.");
      }
      var some = visitors.subList(from, Math.min(visitors.size(), from + READ_AT_ONCE));
      var read = some.stream().map(profiles).toList();
      await(Future.all(read));
      for (int i = 0; i < some.size(); i++) {
        var profile = read.get(i).result();
        if (!profile.isErased()) {
          visit.of(some.get(i), profile);
        }
      }
    }
  }

  private List<Placement> placements(List<String> ids) {
    var known = rules.get().folder().placements();
    return ids.stream().map(known::get).filter(Objects::nonNull).toList();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdown();
  }
}
