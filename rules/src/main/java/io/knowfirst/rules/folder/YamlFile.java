package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.Whereabouts.FilePlace;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** A YAML file that remembers where everything stands, and takes down what is wrong. */
public final class YamlFile {
  private static final int LARGEST = 4 << 20;
  private static final int MOST_FINDINGS = 100;
  private static final ComposedTexts COMPOSED = new ComposedTexts(16 << 20, YamlFile::composed);

  private final String name;
  private final @Nullable Node root;
  private final List<Finding> findings;
  private int told;

  private YamlFile(String name, @Nullable Node root, List<Finding> findings) {
    this.name = name;
    this.root = root;
    this.findings = findings;
  }

  public static YamlFile read(String name, String text, List<Finding> findings) {
    Node root = null;
    try {
      root = compose(text);
    } catch (MarkedYAMLException e) {
      var at = FilePlace.of(name, e.getProblemMark());
      findings.add(
          Finding.error(
              name,
              at.line(),
              at.column(),
              "KF001",
              "Is not YAML: %s.%s".formatted(problem(e), YamlAdvice.of(e, text))));
    } catch (RuntimeException e) { // the parser throws others for some texts
      findings.add(Finding.error(name, "KF001", "Is not YAML: " + problem(e)));
    }
    return new YamlFile(name, root, findings);
  }

  /** What the parser says, on one line. */
  static String problem(RuntimeException wrong) {
    var said =
        wrong instanceof MarkedYAMLException marked
            ? String.valueOf(marked.getProblem())
            : String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
    return said.replaceFirst("\\.?\\s*\\(Do not use .* for indentation\\)$", "")
        .replaceAll("\\s+", " ");
  }

  /**
   * The nodes of a text, in which nothing refers to anything else; null where there is nothing.
   * They are shared with whoever reads the same text.
   *
   * @throws org.yaml.snakeyaml.error.YAMLException where it is no YAML
   */
  static @Nullable Node compose(String text) {
    return COMPOSED.of(text);
  }

  private static @Nullable Node composed(String text) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(20);
    options.setCodePointLimit(LARGEST);
    var events = new ParserImpl(new StreamReader(new StringReader(text)), options);
    return new Composer(new WithoutAliases(events), new Resolver(), options).getSingleNode();
  }

  /** Refuses a value that is another one: a text may say each thing once. */
  private record WithoutAliases(Parser events) implements Parser {
    @Override
    public boolean checkEvent(Event.ID kind) {
      if (kind == Event.ID.Alias && events.checkEvent(kind)) {
        throw new Alias((AliasEvent) events.peekEvent());
      }
      return events.checkEvent(kind);
    }

    @Override
    public Event peekEvent() {
      return events.peekEvent();
    }

    @Override
    public Event getEvent() {
      return events.getEvent();
    }
  }

  private static final class Alias extends MarkedYAMLException {
    private static final long serialVersionUID = 1;

    Alias(AliasEvent event) {
      super(
          null,
          null,
          "found the alias *%s, expected a value. Maybe write out what it stands for"
              .formatted(event.getAnchor()),
          event.getStartMark());
    }
  }

  /**
   * Whether a text could not be read at all, or says nothing, so that what it would have said is
   * not known.
   */
  boolean isUnreadable() {
    return !(root instanceof MappingNode) && !(root instanceof SequenceNode);
  }

  String name() {
    return name;
  }

  /** The same mapping, read without taking down again what is wrong in it. */
  YamlTable unheard(MappingNode mapping) {
    return new YamlTable(new YamlFile(name, root, new ArrayList<>()), mapping);
  }

  /** The file's name without folder and ending. */
  String stem() {
    return name.substring(name.lastIndexOf('/') + 1, name.lastIndexOf('.'));
  }

  /** The file's one mapping; a finding and empty when it is something else. */
  Optional<YamlTable> table() {
    if (root instanceof MappingNode mapping) {
      return Optional.of(new YamlTable(this, mapping));
    }
    if (root != null || findings.stream().noneMatch(finding -> finding.file().equals(name))) {
      error(root, "KF004", "The file is no mapping, expected \"key: value\" lines.");
    }
    return Optional.empty();
  }

  /** The mappings of a file that lists them, or its only one. */
  public List<YamlTable> tables() {
    if (root instanceof MappingNode map
        && !map.getValue().isEmpty()
        && map.getValue().stream().allMatch(each -> each.getValueNode() instanceof MappingNode)) {
      error(root, "KF004", "The file is no list, expected lines such as \"- {id: …}\".");
      return List.of();
    }
    return root instanceof SequenceNode list
        ? tables(list)
        : table().map(List::of).orElse(List.of());
  }

  List<YamlTable> tables(SequenceNode list) {
    var tables = new ArrayList<YamlTable>();
    for (var node : list.getValue()) {
      if (node instanceof MappingNode mapping) {
        tables.add(new YamlTable(this, mapping));
      } else {
        error(node, "KF004", "The list holds something else than mappings, expected \"- id: …\".");
      }
    }
    return tables;
  }

  /** A node as a JSON value. */
  Object json(Node node) {
    if (node instanceof MappingNode mapping) {
      return new YamlTable(this, mapping).rest();
    }
    if (node instanceof SequenceNode list) {
      return list.getValue().stream().map(this::json).toList();
    }
    var scalar = new YamlScalar((ScalarNode) node);
    scalar.surprise().ifPresent(what -> warning(node, "KF207", what));
    return scalar.json();
  }

  boolean isList() {
    return root instanceof SequenceNode;
  }

  Finding error(@Nullable Node at, String code, String message) {
    return add(at, code, message, Severity.ERROR);
  }

  /** Takes back what another finding tells better. */
  void withdraw(@Nullable Finding finding) {
    findings.remove(finding);
  }

  void warning(Node at, String code, String message) {
    add(at, code, message, Severity.WARNING);
  }

  private Finding add(@Nullable Node at, String code, String message, Severity severity) {
    var place = FilePlace.of(name, at == null ? null : at.getStartMark());
    var finding = new Finding(name, place.line(), place.column(), severity, code, message);
    if (++told <= MOST_FINDINGS) { // an author reads the first of them
      findings.add(finding);
    }
    return finding;
  }
}
