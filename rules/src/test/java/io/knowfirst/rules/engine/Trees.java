package io.knowfirst.rules.engine;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Deadline;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.Outline;
import io.knowfirst.rules.language.RuleTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rule trees from conditions as an author writes them. */
final class Trees {
  private Trees() {}

  /** A rule that derives the segment which it is named by. */
  static RuleTree rule(String segment, String conditions) {
    var text =
        "package p rule \"%s\" when %s then insert(new Member(\"%1$s\")); end"
            .formatted(segment, conditions);
    var file = Outline.of(text, Deadline.ofFile()).read(text, Trees::named, (line, at) -> at);
    var read = file.orElseThrow().rules().get(0);
    if (!read.problems().isEmpty()) {
      throw read.problems().get(0);
    }
    return read.tree();
  }

  static List<Condition> conditions(String text) {
    return rule("any", text).conditions();
  }

  /** The constraints of a pattern in canonical form. */
  static List<Expression> canonical(String pattern) {
    var scope = new Scope();
    var of = (Condition.Pattern) conditions(pattern).get(0);
    scope.name(of.variable(), new Scope.Meaning(0, of.type(), null, -1));
    for (var constraint : of.constraints()) {
      if (constraint instanceof Expression.Binding binding) {
        scope.name(binding.variable(), new Scope.Meaning(0, of.type(), binding.of(), -1));
      }
    }
    return Canonical.of(of.constraints(), scope, 0);
  }

  /** Whether a fact satisfies all constraints of a pattern. */
  static boolean holds(String pattern, Fact fact) {
    var of = (Condition.Pattern) conditions(pattern).get(0);
    var translator = new Translator(new Scope(), 0, of.type());
    return Check.all(of.constraints().stream().map(translator::check).toList())
        .holds(new @Nullable Object[] {fact});
  }

  private static Class<? extends Fact> named(String name, int at) {
    try {
      return Class.forName(Fact.class.getPackageName() + "." + name).asSubclass(Fact.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
