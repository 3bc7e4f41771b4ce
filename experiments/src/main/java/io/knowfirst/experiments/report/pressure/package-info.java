/** How often visitors are contacted, as data, page, JSON and CSV. */
@NullMarked
package io.knowfirst.experiments.report.pressure;

import org.jspecify.annotations.NullMarked;
