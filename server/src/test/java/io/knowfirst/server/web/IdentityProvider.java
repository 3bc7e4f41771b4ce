package io.knowfirst.server.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An OpenID Connect provider that issues what a test wants; it gives each code once, for PKCE. */
final class IdentityProvider implements AutoCloseable {
  static final String CLIENT = "console client";
  static final String SECRET = "s3cret+/%";

  private final HttpServer server;
  private final RSAKey key = generate();
  private final Map<String, Map<String, String>> codes = new HashMap<>();

  /** Changes what the next tokens claim. */
  volatile UnaryOperator<JWTClaimsSet.Builder> change = UnaryOperator.identity();

  volatile RSAKey signing = key;
  volatile Instant now = TestApi.NOW;

  IdentityProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/.well-known/openid-configuration", exchange -> answer(exchange, 200, discovery()));
    server.createContext("/jwks", exchange -> answer(exchange, 200, new JWKSet(key).toString()));
    server.createContext("/token", this::token);
    server.start();
  }

  RSAKey key() {
    return key;
  }

  static RSAKey generate() {
    try {
      return new RSAKeyGenerator(2048).keyID("one").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String issuer() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private String discovery() {
    return """
        {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token","jwks_uri":"%1$s/jwks"}"""
        .formatted(issuer());
  }

  /** As if somebody signed in at the address that the browser was led to; gives a code. */
  String authorize(String address) {
    var asked = first(new QueryStringDecoder(URI.create(address)).parameters());
    if (!"S256".equals(asked.get("code_challenge_method"))
        || !CLIENT.equals(asked.get("client_id"))
        || !"code".equals(asked.get("response_type"))) {
      throw new AssertionError(address);
    }
    var code = "code-" + codes.size() + asked.get("state");
    codes.put(code, asked);
    return code;
  }

  private void token(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var sent = first(new QueryStringDecoder(body, false).parameters());
    var asked = codes.remove(String.valueOf(sent.get("code")));
    var basic = "console+client:s3cret%2B%2F%25";
    boolean well =
        asked != null
            && challenge(String.valueOf(sent.get("code_verifier")))
                .equals(asked.get("code_challenge"))
            && asked.get("redirect_uri").equals(sent.get("redirect_uri"))
            && ("Basic "
                    + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!well) {
      answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .audience(CLIENT)
            .subject("maria-1")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", asked.get("nonce"))
            .claim("email", "Maria@shop.example")
            .claim("email_verified", true)
            .claim("name", "Maria")
            .claim("groups", List.of("marketing", "everybody"));
    try {
      var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build();
      var jwt = new SignedJWT(header, change.apply(claims).build());
      jwt.sign(new RSASSASigner(signing));
      answer(
          exchange,
          200,
          "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\""
              + jwt.serialize()
              + "\"}");
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String challenge(String verifier) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> first(Map<String, List<String>> all) {
    var first = new HashMap<String, String>();
    all.forEach((name, values) -> first.put(name, values.get(0)));
    return first;
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
