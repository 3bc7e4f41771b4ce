package io.knowfirst.server.people;

/**
 * Somebody who is signed in.
 *
 * @param session a public name of the session, to which the tokens of its forms are tied
 */
public record SignedIn(User user, String session) {}
