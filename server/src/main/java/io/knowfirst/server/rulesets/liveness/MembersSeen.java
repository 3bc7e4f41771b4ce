package io.knowfirst.server.rulesets.liveness;

/**
 * About how many different visitors were decided for as members of a segment; the standard error is
 * 2.3 %.
 *
 * @param day within 24 hours, to the hour
 * @param week today and on the six days before, by UTC
 */
public record MembersSeen(long day, long week) {
  public static final MembersSeen NONE = new MembersSeen(0, 0);
}
