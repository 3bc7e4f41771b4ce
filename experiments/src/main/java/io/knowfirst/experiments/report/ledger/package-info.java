/** What knowing was worth over testing, and testing over the default, as data and as a page. */
@NullMarked
package io.knowfirst.experiments.report.ledger;

import org.jspecify.annotations.NullMarked;
