package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.LoadLimits;
import io.knowfirst.server.access.TlsFiles;
import io.knowfirst.server.rulesets.replay.RecordSettings;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks TLS itself. */
class TlsServedTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static Path folder;
  private static Path cert;
  private static Path key;
  private static Knowfirst knowfirst;
  private static Started started;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    cert = folder.resolve("tls.crt");
    key = folder.resolve("tls.key");
    for (var name : List.of("first", "second", "third")) {
      make(name, name.equals("second") ? "EC" : "RSA");
    }
    use("first", "first");
    knowfirst = Knowfirst.of(settings(TestDatabase.url(), new TlsFiles(cert, key)));
    started = knowfirst.start();
  }

  @AfterAll
  static void stop() {
    knowfirst.close();
  }

  @Test
  void a_changed_pair_is_served_within_seconds_and_an_unfit_one_is_not() throws Exception {
    assertThat(served()).containsExactly("CN=first");
    use("second", "second");
    await().atMost(Duration.ofSeconds(20)).until(() -> served().equals(Set.of("CN=second")));
    use("third", "second");
    Thread.sleep(7_000);
    assertThat(served()).as("the key of another certificate").containsExactly("CN=second");
    Files.writeString(cert, "no certificate");
    Thread.sleep(7_000);
    assertThat(served()).containsExactly("CN=second");
    use("first", "first");
    await().atMost(Duration.ofSeconds(20)).until(() -> served().equals(Set.of("CN=first")));
  }

  @Test
  void the_cookie_of_a_visitor_is_for_https_alone() throws Exception {
    var answer = ask("POST", "/v1/decisions", "{\"placements\":[\"home-hero\"]}");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK")
        .containsPattern("(?i)set-cookie: [^\r]*; Secure");
  }

  @Test
  void http_without_tls_gets_no_answer() throws IOException {
    try (var plain = new Socket(InetAddress.getLoopbackAddress(), started.port())) {
      plain.setSoTimeout(5_000);
      plain
          .getOutputStream()
          .write(
              "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var said = new String(plain.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
      assertThat(said).doesNotContain("HTTP/1.1 200");
    }
  }

  @Test
  void a_pair_that_does_not_fit_is_refused_at_the_start() {
    var mixed = new TlsFiles(folder.resolve("first.crt"), folder.resolve("third.key"));
    assertThatThrownBy(() -> Knowfirst.of(settings(TestDatabase.url(), mixed)).start())
        .hasMessageContaining("tls-key is " + mixed.key() + ", expected the private key of")
        .hasMessageContaining("Maybe");
    var exchanged = new TlsFiles(folder.resolve("first.key"), folder.resolve("first.crt"));
    assertThatThrownBy(() -> Knowfirst.of(settings(TestDatabase.url(), exchanged)).start())
        .hasMessageContaining("Maybe the files are exchanged");
    var missing = new TlsFiles(folder.resolve("none.crt"), key);
    assertThatThrownBy(() -> settings("", missing))
        .hasMessageContaining("tls-cert is " + missing.cert() + ", expected a readable PEM file");
  }

  private static Settings settings(String postgres, TlsFiles tls) {
    return new Settings(
        "127.0.0.1",
        0,
        false,
        folder.resolve("data"),
        null,
        false,
        false,
        postgres,
        null,
        Duration.ofMillis(500),
        new RecordSettings(0, 7, 1),
        0,
        false,
        false,
        new EdgeSettings(
            Set.of(), 256, false, "127.0.0.1", -1, LoadLimits.DEFAULTS, tls, null, false, null));
  }

  /** Of several connections, as each event loop has its own. */
  private static Set<String> served() {
    var names = new TreeSet<String>();
    for (int i = 0; i < 8; i++) {
      try (var socket = connect()) {
        var chain = socket.getSession().getPeerCertificates();
        names.add(((X509Certificate) chain[0]).getSubjectX500Principal().getName());
      } catch (Exception failed) {
        names.add(failed.toString());
      }
    }
    return names;
  }

  private static String ask(String method, String path, String body) throws Exception {
    try (var socket = connect()) {
      socket
          .getOutputStream()
          .write(
              "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-API-Key: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(method, path, key(KeyKind.SITE), body.length(), body)
                  .getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static SSLSocket connect() throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    for (var name : List.of("first", "second", "third")) {
      trusted.setCertificateEntry(name, store(name).getCertificate("it"));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    var socket =
        (SSLSocket)
            tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), started.port());
    socket.setSoTimeout(10_000);
    socket.startHandshake();
    return socket;
  }

  private static String key(KeyKind kind) {
    return started.keys().stream()
        .filter(line -> line.kind() == kind)
        .findFirst()
        .orElseThrow()
        .text();
  }

  private static KeyStore store(String name) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  /** A self-signed certificate with the JDK's own tool, and its key, as PEM. */
  private static void make(String name, String algorithm) throws Exception {
    var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var made =
        new ProcessBuilder(
                tool,
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                algorithm,
                "-validity",
                "30",
                "-dname",
                "CN=" + name,
                "-keystore",
                folder.resolve(name + ".p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
    var store = store(name);
    pem(name + ".crt", "CERTIFICATE", store.getCertificate("it").getEncoded());
    pem(name + ".key", "PRIVATE KEY", store.getKey("it", PASSWORD).getEncoded());
  }

  private static void pem(String file, String type, byte[] bytes) throws IOException {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, text));
  }

  private static void use(String certificate, String ofKey) throws IOException {
    Files.copy(folder.resolve(ofKey + ".key"), key, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(folder.resolve(certificate + ".crt"), cert, StandardCopyOption.REPLACE_EXISTING);
  }
}
