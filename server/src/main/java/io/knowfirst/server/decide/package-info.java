/** The pipeline: profile, facts, rules, arbitration, experiment, default, record. */
@NullMarked
package io.knowfirst.server.decide;

import org.jspecify.annotations.NullMarked;
