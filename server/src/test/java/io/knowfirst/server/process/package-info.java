/** Tests of the jar that people run, as real processes. */
package io.knowfirst.server.process;
