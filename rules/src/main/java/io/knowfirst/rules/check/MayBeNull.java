package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.folder.Finding;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * KF220: a call, or a calculation, with a property that a fact may not know. The rule fails for
 * every visitor of whom it is not known. Which properties may be unknown is said by the vocabulary.
 */
final class MayBeNull implements Advice {
  private static final Set<String> CALCULATING = Set.of("+", "-", "*", "/", "%");
  private static final Set<String> REFUSING_NULL = Set.of("startsWith", "endsWith", "contains");

  @Override
  public List<Finding> about(Survey survey) {
    var findings = new ArrayList<Finding>();
    survey.all().forEach(rule -> new Look(rule.rule(), findings).look());
    return findings;
  }

  /**
   * What a variable stands for.
   *
   * @param accessor of the property; null for a whole fact
   */
  private record Variable(AskedFact fact, String property, @Nullable Method accessor) {}

  /** One rule. */
  private static final class Look {
    private final ParsedRule rule;
    private final List<Finding> findings;
    private final Map<String, Variable> variables = new HashMap<>();

    Look(ParsedRule rule, List<Finding> findings) {
      this.rule = rule;
      this.findings = findings;
    }

    void look() {
      for (var fact : AskedFact.all(rule)) {
        var name = fact.logic().descr().getIdentifier();
        if (name != null) {
          variables.put(name, new Variable(fact, "", null));
        }
        for (int i = 0; i < fact.logic().parts().size(); i++) {
          var part = fact.logic().parts().get(i);
          new Words(fact, i, part.text(), part.at()).look();
        }
      }
      new Words(null, 0, rule.then(), rule.thenAt()).look();
    }

    /** The words of one constraint, or of the {@code then} block. */
    private final class Words {
      private final @Nullable AskedFact fact;
      private final int part;
      private final List<Token> tokens;
      private final int at;

      Words(@Nullable AskedFact fact, int part, String text, int at) {
        this.fact = fact;
        this.part = part;
        this.tokens = Token.all(text);
        this.at = at;
      }

      void look() {
        for (int i = 0; i < tokens.size() - 1; i++) {
          boolean root = tokens.get(i).isWord() && (i == 0 || !isDot(tokens.get(i - 1)));
          if (root && tokens.get(i + 1).is(":")) {
            bind(tokens.get(i).text(), i + 2);
          } else if (root) {
            i = root(i);
          }
        }
      }

      private void bind(String name, int from) {
        var path = fact == null ? "" : path(from);
        var bound = fact;
        if (bound != null) {
          Vocabulary.accessor(bound.type(), path)
              .ifPresent(accessor -> variables.put(name, new Variable(bound, path, accessor)));
        }
      }

      private String path(int from) {
        var named = new StringBuilder();
        for (int i = from; i < tokens.size() - 1; i++) {
          var token = tokens.get(i);
          if (!token.isWord()
              && !token.is(".")
              && !token.is("(")
              && !token.is(")")
              && token.kind() != Token.Kind.NUMBER) {
            break;
          }
          named.append(token.text());
        }
        return named.toString();
      }

      /** Follows a word and the properties after it; gives the place of the last. */
      private int root(int i) {
        var word = tokens.get(i).text();
        var variable = variables.get(word);
        AskedFact owner = variable != null ? variable.fact() : fact;
        if (owner == null) {
          return i;
        }
        var accessor = variable != null ? variable.accessor() : accessor(owner.type(), word);
        if (variable == null && accessor == null) {
          return i;
        }
        var path = new StringBuilder(variable == null ? word : variable.property());
        Class<?> type = accessor == null ? owner.type() : accessor.getReturnType();
        int known = variable == null ? part : owner.logic().parts().size();
        int last = i;
        while (true) {
          last = past(last, path);
          boolean goesOn = isDot(tokens.get(last + 1)) && tokens.get(last + 2).isWord();
          boolean unknown =
              accessor != null
                  && Vocabulary.mayBeNull(accessor)
                  && !owner.knows(path.toString(), known)
                  && !isAsked(shown(i, last), i);
          if (!goesOn) {
            if (unknown) {
              end(i, last);
            }
            return last;
          }
          var next = tokens.get(last + 2);
          if (unknown && tokens.get(last + 1).is(".")) {
            call(i, last, next);
            return last + 2;
          }
          if (!Fact.class.isAssignableFrom(type)) {
            return last + 2;
          }
          accessor = accessor(type, next.text());
          if (accessor == null) {
            return last + 2;
          }
          type = accessor.getReturnType();
          path.append(path.length() == 0 ? "" : ".").append(next.text());
          last += 2;
        }
      }

      /** Takes brackets after a word with it. */
      private int past(int last, StringBuilder path) {
        if (!tokens.get(last + 1).is("(")) {
          return last;
        }
        int depth = 0;
        for (int i = last + 1; i < tokens.size() - 1; i++) {
          depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
          if (i > last + 1 && depth > 0) {
            path.append(i == last + 2 ? "(" : "").append(tokens.get(i).text());
          }
          if (depth == 0) {
            path.append(i > last + 2 ? ")" : "");
            return i;
          }
        }
        return last;
      }

      /** Whether the words before say that it is known: {@code x != null && x.y}. */
      private boolean isAsked(String shown, int i) {
        var before = joined(0, i - 1);
        var after = before.lastIndexOf(shown + "!=null");
        var or = before.lastIndexOf(shown + "==null||");
        return (after >= 0 && before.indexOf("&&", after) > 0 && before.indexOf("||", after) < 0)
            || (or >= 0 && before.indexOf("&&", or) < 0);
      }

      private void call(int from, int last, Token method) {
        var shown = shown(from, last);
        var advice =
            method.text().startsWith("equalsIgnoreCase") || method.text().startsWith("toLowerCase")
                ? ", or %s matches \"(?i)…\"".formatted(shown)
                : "";
        add(
            from,
            "%s may be unknown, and then %s.%s fails, and the rule with it. Maybe %s != null before it, or %s!.%s%s."
                .formatted(shown, shown, method.text(), shown, shown, method.text(), advice));
      }

      private void end(int from, int last) {
        var before = from > 0 ? tokens.get(from - 1) : tokens.get(tokens.size() - 1);
        boolean sign = from == 1 || (from > 1 && !isOperand(tokens.get(from - 2)));
        boolean calculates =
            isCalculating(tokens.get(last + 1)) || (isCalculating(before) && !sign);
        boolean handed =
            before.is("(") && from > 1 && REFUSING_NULL.contains(tokens.get(from - 2).text());
        if (fact != null && (calculates || handed)) {
          var shown = shown(from, last);
          add(
              from,
              "%s may be unknown, and then %s fails, and the rule with it. Maybe %s != null before it."
                  .formatted(
                      shown, handed ? tokens.get(from - 2).text() : "the calculation", shown));
        }
      }

      private void add(int token, String message) {
        findings.add(rule.source().warning(at + tokens.get(token).offset(), "KF220", message));
      }

      private String shown(int from, int last) {
        return joined(from, last);
      }

      private String joined(int from, int last) {
        var text = new StringBuilder();
        for (int i = from; i <= last; i++) {
          text.append(tokens.get(i).text());
        }
        return text.toString();
      }
    }
  }

  private static @Nullable Method accessor(Class<?> type, String name) {
    return Vocabulary.accessors(type).stream()
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean isDot(Token token) {
    return token.is(".") || token.is("!.");
  }

  private static boolean isCalculating(Token token) {
    return token.kind() == Token.Kind.SYMBOL && CALCULATING.contains(token.text());
  }

  private static boolean isOperand(Token token) {
    return token.isWord() || token.kind() == Token.Kind.NUMBER || token.is(")");
  }
}
