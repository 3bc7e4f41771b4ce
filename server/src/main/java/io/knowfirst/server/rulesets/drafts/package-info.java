/** Drafts: changed files on the way to a version, with their review, schedule and rebase. */
@NullMarked
package io.knowfirst.server.rulesets.drafts;

import org.jspecify.annotations.NullMarked;
