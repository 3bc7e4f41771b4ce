package io.knowfirst.server.boot;

import io.knowfirst.rules.base.RuleBase;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs where.
 *
 * @param rulesOrigin why these rules decide
 * @param keys made at this start; empty when there were some
 * @param keysFile where those are kept
 * @param demo whether there is a demo
 * @param console its address on this machine
 * @param firstAdministrator what follows that address in the link by which the first administrator
 *     is made; null where there are users
 */
public record Started(
    String host,
    int port,
    String postgres,
    String cluster,
    RuleBase rules,
    String rulesOrigin,
    List<FirstKeys.Line> keys,
    Path keysFile,
    boolean demo,
    String console,
    @Nullable String firstAdministrator) {
  public Started {
    keys = List.copyOf(keys);
  }
}
