package io.knowfirst.server.http;

/**
 * Where the HTTP interface listens.
 *
 * @param port 0 takes a free one
 * @param behindProxy whether {@code X-Forwarded-Proto} is written by a proxy of ours and can be
 *     believed
 * @param explainToSites whether answers to site keys tell rules, segments, facts and holdouts
 */
public record HttpSettings(String host, int port, boolean behindProxy, boolean explainToSites) {}
