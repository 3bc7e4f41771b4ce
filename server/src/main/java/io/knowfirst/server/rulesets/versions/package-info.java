/** The rules in force: checked, published, kept in versions, changed over without a pause. */
@NullMarked
package io.knowfirst.server.rulesets.versions;

import org.jspecify.annotations.NullMarked;
