package io.knowfirst.server.outbound;

/**
 * How far a run came.
 *
 * @param visitors looked at
 * @param about how many there are; -1 where nobody knows
 * @param members of the segment among those looked at
 * @param withoutConsent of them who allow none of the channels
 * @param nothingToShow of them for whom no placement has anything
 * @param lines written
 */
public record AudienceCount(
    long visitors, long about, long members, long withoutConsent, long nothingToShow, long lines) {}
