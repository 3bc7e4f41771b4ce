package io.knowfirst.server.rulesets.drafts;

import java.time.Instant;

/**
 * Something that was done with a draft.
 *
 * @param what a verb in the past, as it stands in answers
 * @param detail a path, a comment or a reason; may be empty
 */
public record DraftEvent(Instant at, String who, String what, String detail) {}
