package io.knowfirst.server.access;

import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: the holder of a key, or a person who is signed in.
 *
 * @param id public id of the key or the user, as it is kept with what they do
 * @param person who answers for it, the same for all keys and accounts of one person: an e-mail
 *     address in lower case without what follows a plus sign; {@code key ID} where the key has no
 *     owner
 * @param grants the kind of the key, or the roles of the person
 * @param origins whose pages may use a site key; empty for all others
 * @param channels whose placements it may ask for; empty for all
 */
public record Caller(
    String id, String person, Set<Grant> grants, Set<String> origins, Set<String> channels) {
  public Caller {
    grants = Set.copyOf(grants);
    origins = Set.copyOf(origins);
    channels = Set.copyOf(channels);
  }

  /**
   * The holder of a key.
   *
   * @param owner as {@link #person}; null where the key has none
   */
  public static Caller key(
      String id, KeyKind kind, @Nullable String owner, Set<String> origins, Set<String> channels) {
    return new Caller(id, owner == null ? "key " + id : owner, Set.of(kind), origins, channels);
  }

  /** Somebody signed in. */
  public static Caller user(String id, String email, Set<Role> roles) {
    return new Caller(id, personOf(email), Set.copyOf(roles), Set.of(), Set.of());
  }

  /** By whom an e-mail address is read: {@code Maria+test@shop.example} is maria@shop.example. */
  public static String personOf(String email) {
    return email.strip().toLowerCase(java.util.Locale.ROOT).replaceFirst("\\+[^@]*@", "@");
  }

  /** Whether one of these is granted. */
  public boolean may(Set<? extends Grant> who) {
    return !Collections.disjoint(grants, who);
  }

  /** Whether it may ask for placements of this channel. */
  public boolean mayAskFor(String channel) {
    return channels.isEmpty() || channels.contains(channel);
  }

  /** Whether the key is public, so that everything it names must be proven. */
  public boolean isPublic() {
    return grants.contains(KeyKind.SITE);
  }

  /** Whether somebody is signed in, rather than a key presented. */
  public boolean isSignedIn() {
    return grants.stream().allMatch(Role.class::isInstance);
  }

  /**
   * Whether a request with this {@code Origin} header may use the key. No header means that no page
   * of another site sent it.
   */
  public boolean mayCallFrom(@Nullable String origin) {
    return origin == null || !isPublic() || origins.contains(origin);
  }
}
