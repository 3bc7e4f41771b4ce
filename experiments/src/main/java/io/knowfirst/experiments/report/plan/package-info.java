/** How long an experiment has to run, from base rates, as data and as a page. */
@NullMarked
package io.knowfirst.experiments.report.plan;

import org.jspecify.annotations.NullMarked;
