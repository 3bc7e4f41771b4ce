/** The budgets of campaigns: exact over all members, and never waited for. */
@NullMarked
package io.knowfirst.server.budgets;

import org.jspecify.annotations.NullMarked;
