package io.knowfirst.server.imports;

import picocli.CommandLine.Command;

/** {@code import}: brings real products and events to a running server. */
@Command(
    name = "import",
    description = "Bring products and events from a file to a running server.",
    mixinStandardHelpOptions = true,
    subcommands = {})
public final class ImportCommand {}
