package io.knowfirst.server.web;

import io.knowfirst.server.access.Grant;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.Role;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * A row of the table of routes, by which requests are admitted.
 *
 * @param who may use it; empty for everyone
 */
record Route(
    HttpMethod method,
    String path,
    Set<Grant> who,
    Callers callers,
    Handler<RoutingContext> handler) {

  /** Keys of any kind. */
  static final Set<Grant> ANY_KEY = Set.copyOf(EnumSet.allOf(KeyKind.class));

  /** Keys that no browser has. */
  static final Set<Grant> SERVERS = Set.of(KeyKind.SECRET, KeyKind.ADMIN);

  static final Set<Grant> EVERYONE = Set.of();

  /** Everybody who signed in. */
  static final Set<Grant> ANY_ROLE = Set.copyOf(EnumSet.allOf(Role.class));

  /** How callers come and are refused. */
  enum Callers {
    /** Programs with a key in a header, and pages of this server with a session. */
    PROGRAMS,
    /** The same, and pages of the origins that a site key was made for. */
    PAGES_OF_SITES,
    /** The same; a site key may stand in the query, as a beacon cannot set headers. */
    BEACONS,
    /** The same; the handler looks for a key in the body, and admits by itself. */
    TRACKING_LIBRARIES,
    /** Browsers of people: those who are not signed in are led to where they can. */
    PEOPLE,
    /** Programs and browsers, which ask for an admin key as a password. */
    SCRAPERS;

    boolean fromOtherOrigins() {
      return this == PAGES_OF_SITES || this == BEACONS || this == TRACKING_LIBRARIES;
    }
  }

  Route {
    who = Set.copyOf(who);
  }

  boolean isOpen() {
    return who.isEmpty();
  }

  boolean admitsPeople() {
    return who.stream().anyMatch(Role.class::isInstance);
  }

  /** These, and people with one of the roles. */
  static Set<Grant> and(Set<Grant> keys, Role... roles) {
    var all = new HashSet<>(keys);
    all.addAll(Set.of(roles));
    return all;
  }

  /** Admin keys, and people with one of the roles. */
  static Set<Grant> admin(Role... roles) {
    return and(Set.of(KeyKind.ADMIN), roles);
  }

  /** Keys that no browser has, and people with one of the roles. */
  static Set<Grant> servers(Role... roles) {
    return and(SERVERS, roles);
  }
}
