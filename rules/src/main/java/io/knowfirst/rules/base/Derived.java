package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import java.util.List;

/**
 * A member or an offer as a rule inserted it.
 *
 * @param matched what the rule matched, in the order of its conditions
 */
record Derived(RuleCard rule, Object fact, List<Object> matched) {}
