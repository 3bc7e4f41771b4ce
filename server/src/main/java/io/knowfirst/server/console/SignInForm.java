package io.knowfirst.server.console;

import org.jspecify.annotations.Nullable;

/**
 * What the page to sign in holds.
 *
 * @param email as it was given before
 * @param next the page to be led to
 * @param provider of single sign-on, as people call it; null for none
 */
public record SignInForm(String email, String next, @Nullable String provider) {}
