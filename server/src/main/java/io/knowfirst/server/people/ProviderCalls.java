package io.knowfirst.server.people;

import com.nimbusds.jose.jwk.JWKSet;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/** What a provider of single sign-on is asked; each fails with {@link ProviderRefused}. */
final class ProviderCalls implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final ProviderSettings settings;
  private final WebClient client;

  ProviderCalls(Vertx vertx, ProviderSettings settings) {
    this.settings = settings;
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setFollowRedirects(false)
                .setConnectTimeout(TIMEOUT_MILLIS)
                .setIdleTimeout(TIMEOUT_MILLIS / 1000));
  }

  /** Exchanges a code for an ID token. */
  Future<String> token(String code, String verifier, String callback) {
    var form =
        MultiMap.caseInsensitiveMultiMap()
            .add("grant_type", "authorization_code")
            .add("code", code)
            .add("redirect_uri", callback)
            .add("code_verifier", verifier);
    return discovered()
        .compose(
            found ->
                client
                    .postAbs(found.getString("token_endpoint"))
                    .timeout(TIMEOUT_MILLIS)
                    .basicAuthentication(
                        encoded(settings.clientId()), encoded(settings.clientSecret()))
                    .sendForm(form)
                    .recover(ProviderCalls::unreachable))
        .map(
            answer -> {
              var body =
                  answer.statusCode() == 200 ? json(answer.bodyAsString()) : new JsonObject();
              if (!(body.getValue("id_token") instanceof String token)) {
                throw new ProviderRefused(
                    "The provider answers the code with %d and no ID token."
                        .formatted(answer.statusCode()));
              }
              return token;
            });
  }

  Future<JWKSet> keys() {
    return discovered()
        .compose(found -> got(found.getString("jwks_uri")))
        .map(
            body -> {
              try {
                return JWKSet.parse(body);
              } catch (ParseException bad) {
                throw new ProviderRefused("The provider's keys cannot be read.", bad);
              }
            });
  }

  /** Where the provider's parts are. Asked for at each sign-in, of which there are few. */
  Future<JsonObject> discovered() {
    var base = settings.issuer().toString().replaceFirst("/+$", "");
    return got(base + "/.well-known/openid-configuration")
        .map(
            body -> {
              var found = json(body);
              boolean whole =
                  settings.issuer().toString().equals(found.getValue("issuer"))
                      && found.getValue("authorization_endpoint") instanceof String
                      && found.getValue("token_endpoint") instanceof String
                      && found.getValue("jwks_uri") instanceof String;
              if (!whole) {
                throw new ProviderRefused(
                    "The discovery document is not that of " + settings.issuer() + ".");
              }
              return found;
            });
  }

  private Future<String> got(String address) {
    return client
        .getAbs(address)
        .timeout(TIMEOUT_MILLIS)
        .send()
        .recover(ProviderCalls::unreachable)
        .map(
            answer -> {
              if (answer.statusCode() != 200) {
                throw new ProviderRefused(address + " answers " + answer.statusCode() + ".");
              }
              return answer.bodyAsString();
            });
  }

  private static <T> Future<T> unreachable(Throwable failure) {
    return Future.failedFuture(
        new ProviderRefused("The provider cannot be reached: " + failure.getMessage(), failure));
  }

  private static JsonObject json(String body) {
    try {
      return new JsonObject(body);
    } catch (RuntimeException bad) {
      throw new ProviderRefused("The provider's answer is no JSON.", bad);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}
