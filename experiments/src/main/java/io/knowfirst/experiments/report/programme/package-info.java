/** What a whole programme of experiments was worth, as data and as a page. */
@NullMarked
package io.knowfirst.experiments.report.programme;

import org.jspecify.annotations.NullMarked;
