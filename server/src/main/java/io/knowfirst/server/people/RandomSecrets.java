package io.knowfirst.server.people;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Draws what nobody can guess; of secrets only a hash is kept. */
final class RandomSecrets {
  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 6;

  private final SecureRandom random;

  RandomSecrets(SecureRandom random) {
    this.random = random;
  }

  /** 256 bits, in characters that an address needs not escape. */
  String secret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
  }

  /** A public name. */
  String id(String prefix) {
    return prefix + HexFormat.of().formatHex(bytes(ID_BYTES));
  }

  static Buffer hash(String secret) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Buffer.buffer(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java", e);
    }
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
