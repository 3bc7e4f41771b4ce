package io.knowfirst.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.knowfirst.rules.folder.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where an option's value comes from when the command line does not give it: the environment
 * ({@code KNOWFIRST_PORT} for {@code --port}, {@code KNOWFIRST_POSTGRES_FILE} for a file that holds
 * the value of {@code --postgres}), then the configuration file ({@code port: 8080}), then the
 * option's own default. Names that no option has are refused.
 */
final class Configuration implements IDefaultValueProvider {
  private static final String PREFIX = "KNOWFIRST_";
  private static final Pattern SERVICE =
      Pattern.compile(
          ".*_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|.*_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");
  private static final String FILE = "_FILE";
  private static final String FILE_OPTION = "--config";
  private static final Path DEFAULT_FILE = Path.of("knowfirst.yaml");

  private final Map<String, String> environment = new TreeMap<>();
  private final Map<String, String> file = new TreeMap<>();
  private final Set<String> given;

  Configuration(String[] args, Map<String, String> environment, CommandLine root) {
    this.given = new TreeSet<>(List.of(args));
    var options = optionNames(root);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !isOfService(name, value)) {
            var option = option(name);
            var ofFile = name.endsWith(FILE) ? option(name.substring(0, name.length() - 5)) : "";
            if (!options.contains(option) && options.contains(ofFile)) {
              if (environment.containsKey(variable(ofFile))) {
                throw new ParameterException(
                    root,
                    "Environment variable %s is set, expected it or %s alone. Maybe one is left over."
                        .formatted(name, variable(ofFile)));
              }
              this.environment.put(ofFile, content(name, Path.of(value), root));
              return;
            }
            if (!options.contains(option)) {
              throw unknown(
                  root,
                  "Environment variable " + name,
                  nearest(option, options, Configuration::variable));
            }
            this.environment.put(option, value);
          }
        });
    var path = file(args, this.environment.get("config"));
    if (path != null) {
      options.remove("config");
      read(path, root)
          .forEach(
              (name, value) -> {
                if (!options.contains(name)) {
                  throw unknown(
                      root, "Key " + name + " in " + path, nearest(name, options, key -> key));
                }
                if (value == null || value instanceof Collection || value instanceof Map) {
                  throw new ParameterException(
                      root,
                      "Key %s in %s is %s, expected one value. Maybe a value is missing after the colon."
                          .formatted(name, path, value));
                }
                file.put(name, String.valueOf(value));
              });
    }
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    // A flag that is given turns its default around: KNOWFIRST_REMOTE=true would undo --remote.
    if (option.typeInfo().isBoolean()
        && List.of(option.names()).stream().anyMatch(given::contains)) {
      return null;
    }
    var name = bare(option.longestName());
    var fromEnvironment = environment.get(name);
    return fromEnvironment != null ? fromEnvironment : file.get(name);
  }

  private static String option(String variable) {
    return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Of a file that holds a value, as secrets are mounted. */
  private static String content(String variable, Path file, CommandLine root) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new ParameterException(
          root,
          "Environment variable %s is %s, expected a readable text file. Maybe it is not mounted, or its owner alone may read it."
              .formatted(variable, file),
          unreadable);
    }
  }

  /**
   * Whether Kubernetes made the variable, as it does in each pod for each service: {@code
   * KNOWFIRST_PORT=tcp://…} is about a service named knowfirst.
   */
  private static boolean isOfService(String name, String value) {
    return SERVICE.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches());
  }

  private static @Nullable Path file(String[] args, @Nullable String fromEnvironment) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals(FILE_OPTION) && i + 1 < args.length) {
        return Path.of(args[i + 1]);
      }
      if (args[i].startsWith(FILE_OPTION + "=")) {
        return Path.of(args[i].substring(FILE_OPTION.length() + 1));
      }
    }
    if (fromEnvironment != null) {
      return Path.of(fromEnvironment);
    }
    return Files.exists(DEFAULT_FILE) ? DEFAULT_FILE : null;
  }

  private static Map<String, Object> read(Path path, CommandLine root) {
    try {
      Map<String, Object> values =
          new YAMLMapper().readValue(path.toFile(), new TypeReference<Map<String, Object>>() {});
      return values == null ? Map.of() : values;
    } catch (JsonProcessingException malformed) {
      var at = malformed.getLocation();
      throw new ParameterException(
          root,
          "%s:%d:%d: expected YAML keys and values. Maybe %s."
              .formatted(
                  path,
                  at == null ? 1 : at.getLineNr(),
                  at == null ? 1 : at.getColumnNr(),
                  malformed.getOriginalMessage().lines().findFirst().orElse("it is no YAML")));
    } catch (IOException unreadable) {
      throw new ParameterException(
          root,
          "config is %s, expected a readable file. Maybe the path is relative to another directory."
              .formatted(path));
    }
  }

  private static ParameterException unknown(CommandLine root, String what, String advice) {
    return new ParameterException(root, what + " is unknown. " + advice);
  }

  private static String nearest(
      String name, Collection<String> options, UnaryOperator<String> spelling) {
    return Suggestion.nearest(name, options)
        .map(near -> "Maybe " + spelling.apply(near) + " was meant.")
        .orElse("Maybe see 'knowfirst serve --help'.");
  }

  private static String variable(String option) {
    return PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static Collection<String> optionNames(CommandLine root) {
    var names = new TreeSet<String>();
    var commands = new ArrayList<>(List.of(root));
    while (!commands.isEmpty()) {
      var command = commands.remove(0);
      commands.addAll(command.getSubcommands().values());
      for (var option : command.getCommandSpec().options()) {
        if (!option.usageHelp() && !option.versionHelp()) {
          names.add(bare(option.longestName()));
        }
      }
    }
    return names;
  }

  private static String bare(String name) {
    return name.replaceFirst("^-+", "");
  }
}
