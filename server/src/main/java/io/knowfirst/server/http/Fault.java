package io.knowfirst.server.http;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a body.
 *
 * @param pointer JSON pointer (RFC 6901) to it; empty for the whole body
 * @param value what stands there, shortened; null where nothing does
 * @param advice a sentence that begins with Maybe
 */
record Fault(String pointer, @Nullable String value, String expected, @Nullable String advice) {}
