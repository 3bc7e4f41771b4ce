package io.knowfirst.server.outbound;

import io.knowfirst.rules.folder.Trigger;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A timer that this member took, and how it ends. Where another member took it since, or an event
 * set it anew, nothing is changed and nothing told.
 *
 * @param token by which it was taken
 */
record TakenTimer(Timer timer, UUID token, TimerTable table) {
  /** Where a day is further away than occasions are looked for. */
  private static final Duration NEXT_LOOK = Duration.ofDays(30);

  /** What became of a timer. */
  enum Rung {
    /** It is told of. */
    SENT,
    /** No rule, or nothing to show, or no consent to any channel. */
    SILENT,
    /** Later than the trigger may be. */
    MISSED,
    /** Not yet. */
    LATER,
    /** Another member has it, or it was set anew. */
    TAKEN
  }

  /** Tells of it; one of a day is looked at again for the next year. */
  Rung send(Trigger trigger, Instant nominal, Instant now, String data) {
    var key = String.join("\n", timer.visitor(), timer.rule(), timer.product(), nominal.toString());
    var message = "msg_trigger_" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    boolean told =
        trigger.kind() == Trigger.TriggerKind.DAY
            ? await(table.sendAndLookAgain(timer, token, now.plus(NEXT_LOOK), message, now, data))
            : await(table.send(timer, token, message, now, data));
    return told ? Rung.SENT : Rung.TAKEN;
  }

  /** Its time is not known: of a day it may be further away than was looked. */
  Rung absent(boolean again, Instant now) {
    return again ? later(now.plus(NEXT_LOOK), now.plus(NEXT_LOOK)) : end(Rung.SILENT);
  }

  /** The trigger had its time; one of a day comes again. */
  Rung over(Trigger trigger, Instant nominal, Rung what) {
    if (trigger.kind() != Trigger.TriggerKind.DAY) {
      return end(what);
    }
    var next = nominal.plus(NEXT_LOOK);
    return await(table.later(timer, token, next, next)) ? what : Rung.TAKEN;
  }

  Rung later(Instant due, Instant nominal) {
    return await(table.later(timer, token, due, nominal)) ? Rung.LATER : Rung.TAKEN;
  }

  Rung move(String to, Instant due) {
    return await(table.move(timer, token, to, due)) ? Rung.LATER : Rung.TAKEN;
  }

  Rung end(Rung what) {
    return await(table.delete(timer, token)) ? what : Rung.TAKEN;
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
