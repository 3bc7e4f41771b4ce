package io.knowfirst.server.outbound;

import java.time.Instant;

/**
 * When a trigger is to be looked at for a visitor.
 *
 * @param rule of the trigger
 * @param product that it is about; empty for none
 * @param nominal when it rings by what set it; 1970 where that is still to be found out
 */
record Timer(String visitor, String rule, String product, Instant nominal) {}
