package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Vocabulary;
import java.util.LinkedHashSet;
import java.util.Set;
import org.drools.base.base.ClassObjectType;
import org.drools.base.definitions.rule.impl.RuleImpl;
import org.drools.base.rule.GroupElement;
import org.drools.base.rule.IndexableConstraint;
import org.drools.base.rule.Pattern;
import org.drools.base.util.index.ConstraintTypeOperator;
import org.drools.mvel.accessors.ClassFieldReader;
import org.jspecify.annotations.Nullable;

/** Reads from a compiled rule which kinds of facts there must be for it to fire. */
final class Needs {
  private Needs() {}

  /** The kinds; empty when nothing is known. What is only negated or alternative is none. */
  static Set<Integer> of(RuleImpl rule, FactKinds kinds) {
    var needs = new LinkedHashSet<Integer>();
    var conditions = rule.getLhs();
    if (conditions != null && conditions.getType() == GroupElement.AND) {
      for (var element : conditions.getChildren()) {
        if (element instanceof Pattern pattern
            && pattern.getSource() == null
            && pattern.getObjectType() instanceof ClassObjectType type) {
          needs.add(kinds.of(type.getClassType(), key(pattern, type.getClassType())));
        }
      }
    }
    return needs;
  }

  private static @Nullable String key(Pattern pattern, Class<?> type) {
    var name = Vocabulary.key(type);
    for (var constraint : pattern.getConstraints()) {
      if (name != null
          && constraint instanceof IndexableConstraint equal
          && equal.getConstraintType() == ConstraintTypeOperator.EQUAL
          && equal.getField() != null
          && equal.getField().getValue() instanceof String value
          && equal.getFieldExtractor() instanceof ClassFieldReader field
          && field.getFieldName().equals(name)) {
        return value;
      }
    }
    return null;
  }
}
