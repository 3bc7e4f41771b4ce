package io.knowfirst.server.console;

import io.knowfirst.server.quality.QualityFinding;
import io.knowfirst.server.webhooks.Webhooks;
import io.vertx.core.Future;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * What operators look after.
 *
 * @param parts how the parts are that decisions rest on, by name
 * @param members addresses of the servers that work together, this one among them
 * @param quality what was taken in and not understood, refused records of feeds among it
 * @param webhooks endpoints that are told what happens
 */
public record OperateSources(
    Supplier<SortedMap<String, String>> parts,
    Supplier<List<String>> members,
    Supplier<Future<List<QualityFinding>>> quality,
    Webhooks webhooks) {}
