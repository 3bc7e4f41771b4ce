package io.knowfirst.server.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs short texts with HMAC-SHA-256, cut to 128 bits, and reads them back. A token is {@code
 * secret.text.signature}, where the number of the secret lets old tokens live on when a new secret
 * signs. What a token is for goes into the signature, so none passes for another. Immutable.
 */
final class Signer {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIGNATURE_BYTES = 16;
  private static final int LONGEST = 4000;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  /** What a token is for. */
  enum Use {
    VISITOR,
    EXPOSURE,
    PREVIEW,
    REPORT,
    SESSION,
    FORM
  }

  private final Map<String, Verifier> secrets = new HashMap<>();
  private final String signing;
  private final Mac prototype;

  private record Verifier(Mac prototype, SigningSecrets.Secret secret) {}

  /**
   * @param secrets with which tokens are read
   * @param signing id of the one that signs
   */
  Signer(List<SigningSecrets.Secret> secrets, int signing) {
    for (var secret : secrets) {
      this.secrets.put(
          Integer.toString(secret.id()), new Verifier(mac(secret.bytes().getBytes()), secret));
    }
    this.signing = Integer.toString(signing);
    var found = this.secrets.get(this.signing);
    if (found == null) {
      throw new IllegalArgumentException(
          "signing is " + signing + ", expected one of " + this.secrets.keySet());
    }
    this.prototype = found.prototype();
  }

  String sign(Use use, String text) {
    var body = ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return signing
        + '.'
        + body
        + '.'
        + ENCODER.encodeToString(signature(prototype, use, signing, body));
  }

  /** Whether the token names the secret that signs now. */
  boolean signsLike(String token) {
    return token.startsWith(signing + '.');
  }

  /** What a token says; empty where it is not signed, or by a secret that is no longer accepted. */
  Optional<String> read(Use use, String token, Instant now) {
    int first = token.indexOf('.');
    int last = token.lastIndexOf('.');
    if (first <= 0 || last <= first || token.length() > LONGEST) {
      return Optional.empty();
    }
    var secret = token.substring(0, first);
    var body = token.substring(first + 1, last);
    var verifier = secrets.get(secret);
    if (verifier == null || verifier.secret().hasEnded(now)) {
      return Optional.empty();
    }
    try {
      var claimed = DECODER.decode(token.substring(last + 1));
      if (!MessageDigest.isEqual(claimed, signature(verifier.prototype(), use, secret, body))) {
        return Optional.empty();
      }
      return Optional.of(new String(DECODER.decode(body), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] signature(Mac prototype, Use use, String secret, String body) {
    try {
      // A clone, as a Mac has a state and the prototype is shared by all threads.
      var mac = (Mac) prototype.clone();
      var signed = use.name() + '\0' + secret + '.' + body;
      mac.update(signed.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(mac.doFinal(), SIGNATURE_BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(ALGORITHM + " cannot be cloned", e);
    }
  }

  private static Mac mac(byte[] secret) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is missing from this Java", e);
    }
  }
}
