/** Whether rules still fire: counts by rule and hour, and alerts for those that fell silent. */
@NullMarked
package io.knowfirst.server.rulesets.liveness;

import org.jspecify.annotations.NullMarked;
