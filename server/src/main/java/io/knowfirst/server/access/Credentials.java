package io.knowfirst.server.access;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All valid keys and all secrets as they were read at one moment. Immutable. */
final class Credentials {
  private static final int LONGEST_KEY = 100;

  private final Map<Long, List<AccessKeys.Held>> keys = new HashMap<>();
  private final Set<String> origins = new HashSet<>();
  private final List<SigningSecrets.Secret> secrets;

  Credentials(List<AccessKeys.Held> held, List<SigningSecrets.Secret> secrets) {
    for (var key : held) {
      keys.computeIfAbsent(key.hash().getLong(0), b -> new ArrayList<>(1)).add(key);
      origins.addAll(key.caller().origins());
    }
    this.secrets = List.copyOf(secrets);
  }

  Optional<Caller> caller(String presented, InstantSource clock) {
    if (presented.length() > LONGEST_KEY) {
      return Optional.empty();
    }
    var hash = AccessKeys.hash(presented);
    for (var key : keys.getOrDefault(bucket(hash), List.of())) {
      if (MessageDigest.isEqual(key.hash().getBytes(), hash)) {
        return key.isValid(clock) ? Optional.of(key.caller()) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  boolean knowsOrigin(String origin) {
    return origins.contains(origin);
  }

  List<SigningSecrets.Secret> secrets() {
    return secrets;
  }

  private static long bucket(byte[] hash) {
    return ByteBuffer.wrap(hash).getLong();
  }
}
