/**
 * Traces of requests, decisions and statements, sent by OTLP; nothing of it runs unless asked for.
 */
@NullMarked
package io.knowfirst.server.trace;

import org.jspecify.annotations.NullMarked;
