package io.knowfirst.server.access;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate and its private key, both as PEM.
 *
 * @param cert the server's certificate first, then those that lead to the root
 */
public record TlsFiles(Path cert, Path key) {
  private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
  private static final Duration SOON = Duration.ofDays(14);
  private static final byte[] PROBE = {1, 2, 3};
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  /** How often it is looked whether the files have changed. */
  private static final long EVERY_MILLIS = 5_000;

  /**
   * What the files hold now.
   *
   * @throws IllegalArgumentException with advice, when the files are no certificate and its key
   */
  public PemKeyCertOptions pair(Vertx vertx) {
    var pair = new PemKeyCertOptions().addCertPath(cert.toString()).addKeyPath(key.toString());
    try {
      check((X509KeyManager) pair.getKeyManagerFactory(vertx).getKeyManagers()[0]);
    } catch (IllegalArgumentException unfit) {
      throw unfit;
    } catch (Exception unreadable) { // the declared type
      throw new IllegalArgumentException(
          "tls-cert is %s and tls-key is %s, expected a certificate chain and its private key as PEM: %s. Maybe the files are exchanged, or the key has a password."
              .formatted(cert, key, unreadable.getMessage()),
          unreadable);
    }
    return pair;
  }

  /** From the server's own event loop: takes over the files whenever they have changed. */
  public void follow(Vertx vertx, HttpServer server) {
    var last = new AtomicReference<>(changed());
    vertx.setPeriodic(
        EVERY_MILLIS,
        tick -> {
          var now = changed();
          if (!now.equals(last.getAndSet(now))) {
            vertx
                .executeBlocking(() -> new ServerSSLOptions().setKeyCertOptions(pair(vertx)))
                // By force: the options name the same files as before.
                .compose(renewed -> server.updateSSLOptions(renewed, true))
                .onFailure(
                    unfit ->
                        LOG.warn(
                            "The changed certificate is not used, the one before stays: {}",
                            unfit.getMessage()));
          }
        });
  }

  private List<Long> changed() {
    return List.of(cert.toFile().lastModified(), key.toFile().lastModified());
  }

  private void check(X509KeyManager keys) throws GeneralSecurityException {
    for (var type : SIGNATURES.keySet()) {
      var aliases = keys.getServerAliases(type, null);
      if (aliases != null) {
        check(keys.getCertificateChain(aliases[0])[0], keys.getPrivateKey(aliases[0]));
        return;
      }
    }
    throw foreign();
  }

  private IllegalArgumentException foreign() {
    return new IllegalArgumentException(
        "tls-key is %s, expected the private key of the certificate in %s. Maybe it belongs to another one."
            .formatted(key, cert));
  }

  private void check(X509Certificate certificate, PrivateKey privateKey)
      throws GeneralSecurityException {
    var signature = Signature.getInstance(SIGNATURES.get(privateKey.getAlgorithm()));
    signature.initSign(privateKey);
    signature.update(PROBE);
    var signed = signature.sign();
    boolean fits = certificate.getPublicKey().getAlgorithm().equals(privateKey.getAlgorithm());
    if (fits) {
      signature.initVerify(certificate);
      signature.update(PROBE);
      fits = signature.verify(signed);
    }
    if (!fits) {
      throw foreign();
    }
    var ends = certificate.getNotAfter().toInstant();
    if (ends.isBefore(Instant.now().plus(SOON))) {
      LOG.warn("The certificate in {} ends at {}: renew it", cert, ends);
    }
  }
}
