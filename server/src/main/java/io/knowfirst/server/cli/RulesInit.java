package io.knowfirst.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules init}: a folder to begin with. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Writes a starter folder: two rules, their scenarios, a README, editor settings.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:the folder is written",
      " 1:it cannot be written",
      " 2:the command line is not understood, or DIR is not empty"
    })
final class RulesInit implements Callable<Integer> {
  private static final String STARTER = "/starter/";

  /** By their places in the folder; the names of resources do not begin with a dot. */
  private static final List<String> FILES =
      List.of(
          "README.md",
          "shop.yaml",
          "placements.yaml",
          "contents/welcome.yaml",
          "contents/shoe-care.yaml",
          "segments/behavioural/shoes.drl",
          "campaigns/shoes.drl",
          "campaigns/shoes.yaml",
          "scenarios/shoes.yaml",
          ".vscode/tasks.json",
          ".vscode/settings.json");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "An empty folder, or one that is not there yet.")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (Files.exists(folder) && !isEmptyDirectory()) {
      throw new ParameterException(
          spec.commandLine(),
          "DIR is %s, expected an empty folder or none. Maybe write into a new folder and copy from there."
              .formatted(folder));
    }
    for (var name : FILES) {
      var file = folder.resolve(name);
      Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      Files.writeString(file, text(name).replace("@JAR@", jar()));
    }
    spec.commandLine()
        .getOut()
        .printf("%s is written. Next: knowfirst rules check %s%n", folder, folder);
    return 0;
  }

  private boolean isEmptyDirectory() throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static String text(String name) throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(
            RulesInit.class.getResourceAsStream(STARTER + name.replaceFirst("^\\.", "")), name)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Of the program that runs, as a text of JSON holds it. */
  private static String jar() {
    try {
      var source = RulesInit.class.getProtectionDomain().getCodeSource();
      var place = Path.of(source.getLocation().toURI()).toString();
      return place.replace("\\", "\\\\").replace("\"", "\\\"");
    } catch (URISyntaxException odd) {
      return "knowfirst.jar";
    }
  }
}
