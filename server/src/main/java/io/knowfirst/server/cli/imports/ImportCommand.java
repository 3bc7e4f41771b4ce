package io.knowfirst.server.cli.imports;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code import}: brings real products and events to a running server. */
@Command(
    name = "import",
    description =
        "Import products, events and records of other systems from a file into a running server.",
    mixinStandardHelpOptions = true,
    subcommands = {ImportEvents.class, ImportCatalogue.class, ImportFeed.class})
public final class ImportCommand implements Runnable {
  static final String NEEDS = "Maybe it is a site key? An import needs a secret key.";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "Missing what to import. Maybe \"import events\" was meant.");
    }
  }
}
