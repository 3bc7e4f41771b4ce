package io.knowfirst.rules.base;

/** The visitor belongs to a segment, and why. The kind is the rule's {@code @kind}. */
public record Membership(String segment, String kind, Firing firing) {}
