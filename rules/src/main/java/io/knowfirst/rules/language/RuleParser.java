package io.knowfirst.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.ANTLRInputStream;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.parser.antlr4.DRL10Lexer;
import org.drools.drl.parser.antlr4.DRL10Parser;
import org.drools.drl.parser.antlr4.DRL10ParserHelper;
import org.drools.drl.parser.antlr4.ParserHelper;
import org.jspecify.annotations.Nullable;
import org.kie.api.io.Resource;
import org.kie.internal.builder.conf.LanguageLevelOption;
import org.kie.internal.io.ResourceFactory;

/** The parser of the rule language, which keeps its own words to itself. */
final class RuleParser extends BaseErrorListener {
  private static final Resource NOWHERE = ResourceFactory.newByteArrayResource(new byte[0]);

  private static final int DEEPEST = 100;
  private static final int LONGEST_RULE = 20_000;
  private static final int MOST_STUMBLES = 500;
  private static final int LONGEST_FILE = 200_000;
  private static final Set<String> OPENING = Set.of("(", "[", "{");
  private static final Set<String> CLOSING = Set.of(")", "]", "}");
  private static final String SIGNS = "!-+~";

  /** Cuts a text into tokens until a deadline. */
  private static final class TimedLexer extends DRL10Lexer {
    private final Deadline deadline;

    TimedLexer(CharStream text, Deadline deadline) {
      super(text);
      this.deadline = deadline;
    }

    @Override
    public Token nextToken() {
      deadline.checkNowAndThen();
      return super.nextToken();
    }
  }

  /**
   * TokenCursor that are handed out until a deadline, as the parser asks for them again and again.
   */
  private static final class TimedTokens extends CommonTokenStream {
    private final Deadline deadline;

    TimedTokens(DRL10Lexer lexer, Deadline deadline) {
      super(lexer);
      this.deadline = deadline;
    }

    @Override
    public int LA(int ahead) {
      deadline.checkNowAndThen();
      return super.LA(ahead);
    }
  }

  private final List<Outline.Stumble> stumbles = new ArrayList<>();

  private RuleParser() {}

  /**
   * @throws Deadline.Passed when it takes too long
   */
  static Outline read(String text, Deadline deadline) {
    var listener = new RuleParser();
    var parser = parser(text, deadline);
    var tokens = (CommonTokenStream) parser.getTokenStream();
    listenTo((Lexer) tokens.getTokenSource(), listener);
    listenTo(parser, listener);
    tokens.fill();
    var tooDeep = tooDeep(tokens.getTokens());
    if (tooDeep.isPresent()) {
      return new Outline(null, List.of(tooDeep.get()));
    }
    refuseLong(tokens.getTokens());
    PackageDescr descr = null;
    try {
      var unit = parser.compilationUnit();
      descr = DRL10ParserHelper.compilationUnitContext2PackageDescr(unit, tokens, NOWHERE);
    } catch (Deadline.Passed tooLong) {
      throw tooLong;
    } catch (RuntimeException unreadable) {
      if (listener.stumbles.isEmpty()) {
        listener.stumbles.add(new Outline.Stumble(1, 0, text.lines().findFirst().orElse(""), 0));
      }
    }
    return new Outline(descr, listener.stumbles);
  }

  /**
   * Brackets and signs within each other cost stack, and time that grows faster than they do; those
   * of comments and texts cost nothing.
   */
  private static Optional<Outline.Stumble> tooDeep(List<Token> tokens) {
    int depth = 0;
    int signs = 0;
    for (var token : tokens) {
      var text = token.getText();
      if (token.getChannel() != Token.DEFAULT_CHANNEL) {
        continue;
      }
      depth += OPENING.contains(text) ? 1 : 0;
      depth = Math.max(0, CLOSING.contains(text) ? depth - 1 : depth);
      signs = text.chars().allMatch(c -> SIGNS.indexOf(c) >= 0) ? signs + text.length() : 0;
      if (depth > DEEPEST || signs > DEEPEST) {
        return Optional.of(
            new Outline.Stumble(token.getLine(), token.getCharPositionInLine(), text, DEEPEST));
      }
    }
    return Optional.empty();
  }

  /**
   * The parser's memory grows faster than what it looks ahead within one rule, and for each word of
   * a file it needs some hundred times as much as the word itself.
   */
  private static void refuseLong(List<Token> tokens) {
    int ofRule = 0;
    int ofFile = 0;
    for (var token : tokens) {
      boolean visible = token.getChannel() == Token.DEFAULT_CHANNEL;
      ofFile += visible ? 1 : 0;
      ofRule = "rule".equals(token.getText()) ? 0 : visible ? ofRule + 1 : ofRule;
      if (ofRule > LONGEST_RULE) {
        throw new Deadline.Passed(
            "A rule has more than %d words and signs.".formatted(LONGEST_RULE));
      }
    }
    if (ofFile > LONGEST_FILE) {
      throw new Deadline.Passed(
          "The file has %d words and signs, expected at most %d.".formatted(ofFile, LONGEST_FILE));
    }
  }

  /** Counts characters as texts do: a picture sign, which the newer streams count once, is two. */
  @SuppressWarnings("deprecation")
  private static DRL10Parser parser(String text, Deadline deadline) {
    var lexer = new TimedLexer(new ANTLRInputStream(text), deadline);
    var tokens = new TimedTokens(lexer, deadline);
    var parser = new DRL10Parser(tokens);
    parser.setHelper(new ParserHelper(tokens, LanguageLevelOption.DRL10));
    return parser;
  }

  /** Instead of the console, which is what it tells otherwise. */
  private static void listenTo(Recognizer<?, ?> recognizer, RuleParser listener) {
    recognizer.removeErrorListeners();
    recognizer.addErrorListener(listener);
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      @Nullable Object offending,
      int line,
      int column,
      String message,
      @Nullable RecognitionException exception) {
    var found = offending instanceof Token at && at.getType() != Token.EOF ? at.getText() : "";
    stumbles.add(new Outline.Stumble(line, column, found == null ? "" : found, 0));
    if (stumbles.size() > MOST_STUMBLES) {
      throw new IllegalStateException("Is hardly a file of rules");
    }
  }
}
