package io.knowfirst.server.profile;

/** Is told of each login that ties an id to a known visitor, once it is seen: never blocks. */
@FunctionalInterface
public interface LoginListener {
  void onLogin(String anonymous, String visitor);
}
