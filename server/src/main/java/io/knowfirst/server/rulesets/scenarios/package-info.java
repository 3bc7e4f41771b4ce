/** A rule author's scenarios, decided by the one decision path. */
@NullMarked
package io.knowfirst.server.rulesets.scenarios;

import org.jspecify.annotations.NullMarked;
