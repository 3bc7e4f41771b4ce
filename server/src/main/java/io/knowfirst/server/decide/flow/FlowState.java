package io.knowfirst.server.decide.flow;

import io.knowfirst.rules.folder.FlowStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a visitor is in one campaign now.
 *
 * @param at null for one who is not inside
 * @param waiting whether the last step is over and the next has not begun
 * @param moves that led here and are not stored yet, oldest first
 * @param pending what is to be sent next; null for nothing
 * @param due when to look again; null where only something new would change it
 */
public record FlowState(
    String campaign,
    @Nullable FlowPosition at,
    boolean waiting,
    List<FlowMove> moves,
    @Nullable Pending pending,
    @Nullable Instant due) {
  public FlowState {
    moves = List.copyOf(moves);
  }

  /** Something to be sent since some time. */
  public record Pending(FlowPosition from, FlowStep.Send step, Instant since) {}
}
