package io.knowfirst.server.cli;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.people.ProviderSettings;
import java.net.URI;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A provider of single sign-on. */
final class ProviderOptions {
  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      description =
          "Issuer of an OpenID Connect provider by which people sign in; its redirect address is /console/callback of this server.")
  private @Nullable URI issuer;

  @Option(
      names = "--oidc-client-id",
      paramLabel = "ID",
      defaultValue = "",
      description = "By which the provider knows this server.")
  private String clientId = "";

  @Option(
      names = "--oidc-client-secret",
      paramLabel = "SECRET",
      defaultValue = "",
      description = "Better given as KNOWFIRST_OIDC_CLIENT_SECRET: command lines can be read.")
  private String clientSecret = "";

  @Option(
      names = "--oidc-name",
      paramLabel = "NAME",
      defaultValue = "single sign-on",
      description = "What people call the provider (default: ${DEFAULT-VALUE}).")
  private String name = "";

  @Option(
      names = "--oidc-groups-claim",
      paramLabel = "CLAIM",
      defaultValue = "groups",
      description = "Claim of the ID token that lists groups (default: ${DEFAULT-VALUE}).")
  private String groupsClaim = "groups";

  @Option(
      names = "--oidc-role",
      paramLabel = "GROUP=ROLE",
      split = ",",
      description =
          "A role that the members of a group have, for example marketing=author; repeatable, or separated by commas.")
  private List<String> roles = List.of();

  /**
   * @return null where no issuer is given
   * @throws IllegalArgumentException with advice, for what cannot work
   */
  @Nullable ProviderSettings settings() {
    if (issuer == null) {
      return null;
    }
    var byGroup = new HashMap<String, Set<Role>>();
    for (var pair : roles) {
      int equals = pair.lastIndexOf('=');
      var role = Role.of(equals < 1 ? "" : pair.substring(equals + 1).strip());
      if (role.isEmpty()) {
        throw new IllegalArgumentException(
            "oidc-role is %s, expected GROUP=ROLE with one of %s. Maybe marketing=author was meant."
                .formatted(pair, EnumSet.allOf(Role.class).stream().map(Role::word).toList()));
      }
      byGroup
          .computeIfAbsent(pair.substring(0, equals).strip(), group -> EnumSet.noneOf(Role.class))
          .add(role.get());
    }
    return new ProviderSettings(
        issuer, clientId, clientSecret, name, groupsClaim, Map.copyOf(byGroup));
  }
}
