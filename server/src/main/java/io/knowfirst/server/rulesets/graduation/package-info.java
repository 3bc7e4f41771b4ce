/** Turns what an experiment decided into a draft for the rule author to review. */
@NullMarked
package io.knowfirst.server.rulesets.graduation;

import org.jspecify.annotations.NullMarked;
