package io.knowfirst.server.profile;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The event store. While one transaction is under way, the events of all callers are collected; the
 * next transaction writes them all.
 */
public final class Events {
  private final Context context;
  private final EventWriter writer;
  private final Doubts doubts;
  private final ProfileSettings settings;
  private final ArrayDeque<Call> queue = new ArrayDeque<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder batches = new LongAdder();
  private boolean writing;

  private Events(Context context, EventWriter writer, Doubts doubts, ProfileSettings settings) {
    this.context = context;
    this.writer = writer;
    this.doubts = doubts;
    this.settings = settings;
  }

  public static Events open(
      Vertx vertx, Database database, Profiles profiles, ProfileSettings settings) {
    var writer = new EventWriter(database, profiles);
    return new Events(
        vertx.getOrCreateContext(), writer, new Doubts(vertx, writer, profiles), settings);
  }

  private record Call(List<EventWriter.Pending> events, Promise<List<Receipt>> receipts) {}

  /**
   * Stores events, 1 to 500. Completes, with one receipt for each in order, when they are committed
   * and seen by the next {@link Profiles#find} of any member; fails with {@link StoreUnavailable}
   * when PostgreSQL is away or too much waits, and then some or all of them may be stored
   * nevertheless: sending them again is safe.
   *
   * @throws IllegalArgumentException (in the future) when PostgreSQL cannot hold what they say
   */
  public Future<List<Receipt>> accept(List<Event> events) {
    if (events.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    if (waiting.addAndGet(events.size()) > settings.queue()) {
      waiting.addAndGet(-events.size());
      return Future.failedFuture(
          new StoreUnavailable(
              "%d events wait to be written already. Maybe PostgreSQL is slow or away."
                  .formatted(settings.queue())));
    }
    List<EventWriter.Pending> pending;
    try {
      pending = events.stream().map(EventWriter.Pending::of).toList();
    } catch (IllegalArgumentException e) {
      waiting.addAndGet(-events.size());
      return Future.failedFuture(e);
    }
    var receipts = Promise.<List<Receipt>>promise();
    receipts.future().onComplete(done -> waiting.addAndGet(-events.size()));
    context.runOnContext(
        now -> {
          queue.add(new Call(pending, receipts));
          write();
        });
    return receipts.future();
  }

  /** Tells of logins from now on. */
  public void listen(LoginListener listener) {
    writer.listen(listener);
  }

  /** Holds no visitor's id any more, but of what is being written. */
  public void forget() {
    writer.forget();
  }

  private void write() {
    if (writing || queue.isEmpty()) {
      return;
    }
    var calls = new ArrayList<Call>();
    int size = 0;
    while (!queue.isEmpty()
        && (calls.isEmpty() || size + queue.peek().events().size() <= settings.batch())) {
      calls.add(queue.remove());
      size += calls.get(calls.size() - 1).events().size();
    }
    writing = true;
    write(calls)
        .onComplete(
            done ->
                context.runOnContext(
                    now -> {
                      writing = false;
                      write();
                    }));
  }

  /** Completes when the transaction has ended; the receipts follow when all is folded. */
  private Future<Void> write(List<Call> calls) {
    batches.increment();
    var all = calls.stream().flatMap(call -> call.events().stream()).toList();
    return writer
        .commit(all)
        .map(
            committed -> {
              writer
                  .fold(committed)
                  .onComplete(
                      folded -> context.runOnContext(now -> answer(calls, committed, folded)));
              return (Void) null;
            })
        .recover(
            cause -> {
              if (calls.size() > 1 && isAboutTheData(cause)) {
                return oneByOne(calls);
              }
              if (!isAboutTheData(cause)) {
                doubts.add(all);
              }
              calls.forEach(call -> call.receipts().fail(failure(cause)));
              return Future.succeededFuture();
            });
  }

  /** What PostgreSQL refuses to hold costs only the call it came with. */
  private Future<Void> oneByOne(List<Call> calls) {
    var done = Future.<Void>succeededFuture();
    for (var call : calls) {
      done = done.compose(before -> write(List.of(call)));
    }
    return done;
  }

  private void answer(
      List<Call> calls, EventWriter.Committed committed, io.vertx.core.AsyncResult<Void> folded) {
    if (folded.failed()) {
      calls.forEach(call -> call.receipts().fail(failure(folded.cause())));
      return;
    }
    // Of several events of one id in the batch, the first brought it.
    var fresh = new HashSet<>(committed.inserted().keySet());
    for (var call : calls) {
      var receipts = new ArrayList<Receipt>(call.events().size());
      for (var pending : call.events()) {
        var brought = fresh.remove(pending.key());
        var receipt =
            new Receipt(
                pending.event().id(),
                brought
                    ? committed.status(pending)
                    : committed.erased(pending) ? Receipt.Status.ERASED : Receipt.Status.DUPLICATE);
        receipts.add(receipt);
        if (!receipt.isWithheld()) {
          (receipt.isDuplicate() ? duplicates : accepted).increment();
        }
      }
      call.receipts().complete(receipts);
    }
  }

  private static boolean isAboutTheData(Throwable cause) {
    return cause instanceof PgException refused
        && refused.getSqlState() != null
        && (refused.getSqlState().startsWith("22") || refused.getSqlState().startsWith("54"));
  }

  private static RuntimeException failure(Throwable cause) {
    return isAboutTheData(cause)
        ? new IllegalArgumentException(
            "PostgreSQL cannot hold these events: " + cause.getMessage(), cause)
        : new StoreUnavailable("The events were not acknowledged: " + cause.getMessage(), cause);
  }

  public Stats stats() {
    return new Stats(accepted.sum(), duplicates.sum(), batches.sum(), waiting.get());
  }

  /**
   * Counts since the start, of this member.
   *
   * @param batches transactions
   * @param waiting events that are not acknowledged yet, now
   */
  public record Stats(long accepted, long duplicates, long batches, int waiting) {}
}
