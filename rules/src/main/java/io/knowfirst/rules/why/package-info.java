/** Why a rule did not fire: read from the engine's own conditions and facts after a run. */
@NullMarked
package io.knowfirst.rules.why;

import org.jspecify.annotations.NullMarked;
