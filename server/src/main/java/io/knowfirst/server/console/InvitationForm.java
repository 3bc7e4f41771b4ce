package io.knowfirst.server.console;

/**
 * What the page of an invitation holds.
 *
 * @param email of whoever is invited; of the first administrator as it was given before
 * @param name as it was given before
 * @param problem why it is shown again; empty for nothing
 * @param isFirst whether it makes the first administrator
 */
public record InvitationForm(
    String token, String email, String name, String problem, boolean isFirst) {}
