package io.knowfirst.rules.why;

/**
 * How far one comparison of a rule was tried by one run.
 *
 * @param held whether it let the rule fire
 * @param failed whether it alone kept the rule from firing
 */
public record Tried(
    String rule,
    String file,
    int line,
    int column,
    String comparison,
    boolean held,
    boolean failed) {}
