/** The rules in force: checked, published, kept in versions, changed over without a pause. */
@NullMarked
package io.knowfirst.server.ruleset;

import org.jspecify.annotations.NullMarked;
