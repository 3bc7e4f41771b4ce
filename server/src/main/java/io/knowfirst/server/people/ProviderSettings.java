package io.knowfirst.server.people;

import io.knowfirst.server.access.Role;
import java.net.URI;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A provider of single sign-on that speaks OpenID Connect.
 *
 * @param issuer as it stands in its tokens; its discovery document is below it
 * @param clientId by which the provider knows this server
 * @param name as people call it
 * @param groupsClaim of an ID token, which names groups
 * @param roles that members of a group have, by group
 */
public record ProviderSettings(
    URI issuer,
    String clientId,
    String clientSecret,
    String name,
    String groupsClaim,
    Map<String, Set<Role>> roles) {
  public ProviderSettings {
    roles = Map.copyOf(roles);
    if (!"https".equals(issuer.getScheme()) && !isLocal(issuer)) {
      throw new IllegalArgumentException(
          "oidc-issuer is %s, expected an https address. Maybe http was meant for a provider on this machine only."
              .formatted(issuer));
    }
    if (clientId.isBlank() || clientSecret.isBlank()) {
      throw new IllegalArgumentException(
          "oidc-client-id or oidc-client-secret is empty, expected both beside oidc-issuer. Maybe the secret is to be given as KNOWFIRST_OIDC_CLIENT_SECRET.");
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException(
          "oidc-role is empty, expected GROUP=ROLE at least once, or nobody could sign in. Maybe marketing=author was meant.");
    }
  }

  private static boolean isLocal(URI address) {
    return "http".equals(address.getScheme())
        && ("localhost".equals(address.getHost()) || "127.0.0.1".equals(address.getHost()));
  }

  Set<Role> rolesOf(Collection<String> groups) {
    var all = EnumSet.noneOf(Role.class);
    groups.forEach(group -> all.addAll(roles.getOrDefault(group, Set.of())));
    return all;
  }

  @Override
  public String toString() {
    return "OpenID Connect at " + issuer;
  }
}
