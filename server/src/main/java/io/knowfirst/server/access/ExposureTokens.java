package io.knowfirst.server.access;

import io.knowfirst.server.model.Exposure;
import java.util.Optional;

/** Tokens by which a page proves that a decision was really made and may now count as shown. */
public interface ExposureTokens {
  /** About a microsecond; ASCII without characters that a URL would escape. */
  String sign(Exposure exposure);

  /** What a token says; empty where the server never signed it. */
  Optional<Exposure> read(String token);
}
