/** What became of the visitors who entered a campaign of steps. */
@NullMarked
package io.knowfirst.experiments.report.flow;

import org.jspecify.annotations.NullMarked;
