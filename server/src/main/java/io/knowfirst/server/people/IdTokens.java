package io.knowfirst.server.people;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;

/** Verifies ID tokens: signature, issuer, audience, nonce and times. */
final class IdTokens {
  private static final Set<JWSAlgorithm> SIGNED_WITH =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384);
  private static final Set<String> REQUIRED = Set.of("sub", "exp", "iat", "nonce");
  private static final int SKEW_SECONDS = 30;

  private final ProviderSettings settings;
  private final InstantSource clock;

  IdTokens(ProviderSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What a token claims.
   *
   * @param keys of the provider
   * @param nonce that the sign-in was begun with
   * @throws ProviderRefused for a token that is not this provider's, for this server and sign-in
   */
  JWTClaimsSet verified(String token, JWKSet keys, String nonce) {
    var exactly =
        new JWTClaimsSet.Builder()
            .issuer(settings.issuer().toString())
            .claim("nonce", nonce)
            .build();
    var claims =
        new DefaultJWTClaimsVerifier<SecurityContext>(settings.clientId(), exactly, REQUIRED) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew(SKEW_SECONDS);
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(SIGNED_WITH, new ImmutableJWKSet<>(keys)));
    processor.setJWTClaimsSetVerifier(claims);
    try {
      var verified = processor.process(token, null);
      checkParty(verified);
      return verified;
    } catch (BadJOSEException | JOSEException | ParseException bad) {
      throw new ProviderRefused("The ID token is not valid: " + bad.getMessage(), bad);
    }
  }

  /** A token for several audiences names the one that asked for it. */
  private void checkParty(JWTClaimsSet token) throws ParseException {
    var party = token.getStringClaim("azp");
    boolean several = token.getAudience().size() > 1;
    if ((several || party != null) && !settings.clientId().equals(party)) {
      throw new ProviderRefused("The ID token was issued to " + party + ".");
    }
    if (token.getIssueTime().toInstant().isAfter(clock.instant().plusSeconds(SKEW_SECONDS))) {
      throw new ProviderRefused("The ID token is from the future.");
    }
  }
}
