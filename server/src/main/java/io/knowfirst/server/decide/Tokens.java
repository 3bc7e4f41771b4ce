package io.knowfirst.server.decide;

import io.knowfirst.server.model.Exposure;

/** Signs what a page sends back once it has really shown a decision. */
@FunctionalInterface
public interface Tokens {
  String sign(Exposure exposure);
}
