package io.knowfirst.server.catalogue;

/**
 * Why a line of an upload was not taken.
 *
 * @param line from 1, empty lines counted
 * @param pointer JSON pointer into the line's object; empty for the whole line
 * @param value what stands there, shortened
 * @param expected what was expected
 */
public record LineProblem(long line, String pointer, String value, String expected) {}
