/** What knowing was worth: counts of decisions, the ledger, and what to learn next. */
@NullMarked
package io.knowfirst.server.experiments.ledger;

import org.jspecify.annotations.NullMarked;
