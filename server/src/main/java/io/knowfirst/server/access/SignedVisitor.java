package io.knowfirst.server.access;

import java.time.Instant;

/**
 * A visitor whom a token proves.
 *
 * @param until when the token ends
 */
public record SignedVisitor(String visitor, Instant until) {}
