package io.knowfirst.rules.check;

/** A place in an author's file, from 1. */
public record SourcePlace(int line, int column) {}
