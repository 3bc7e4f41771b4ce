package io.knowfirst.rules.base;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.AttributeDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.ImportDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * The first half of the wall behind the check of rules: what was parsed consists of plain rules, or
 * it is not compiled. It knows nothing of the check; it walks through all that the parser made, and
 * lets pass only elements whose class it names.
 */
final class ShapeWall {
  private static final String ELEMENTS = PackageDescr.class.getPackageName();
  private static final Set<String> PLAIN =
      Set.of(
          PackageDescr.class.getName(),
          ImportDescr.class.getName(),
          RuleDescr.class.getName(),
          AndDescr.class.getName(),
          OrDescr.class.getName(),
          NotDescr.class.getName(),
          ExistsDescr.class.getName(),
          PatternDescr.class.getName(),
          ExprConstraintDescr.class.getName(),
          ExprConstraintDescr.Type.class.getName(),
          AccumulateDescr.class.getName(),
          AccumulateDescr.AccumulateFunctionCallDescr.class.getName());

  private ShapeWall() {}

  /** Why it may not be compiled; empty where it may. */
  static Optional<String> objection(PackageDescr parsed) {
    if (!parsed.getFunctionImports().isEmpty() || !parsed.getAccumulateImports().isEmpty()) {
      return Optional.of("an import of functions");
    }
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    var open = new ArrayDeque<Object>();
    open.add(parsed);
    while (!open.isEmpty()) {
      var element = open.remove();
      if (!seen.add(element)) {
        continue;
      }
      if (element instanceof Map<?, ?> map) {
        map.values().stream().filter(value -> value != null).forEach(open::add);
      } else if (element instanceof Collection<?> all) {
        all.stream().filter(value -> value != null).forEach(open::add);
      } else if (element instanceof Object[] all) {
        Arrays.stream(all).filter(value -> value != null).forEach(open::add);
      } else if (element.getClass().getName().startsWith(ELEMENTS)) {
        var objection = objection(element);
        if (objection.isPresent()) {
          return objection;
        }
        parts(element, open);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> objection(Object element) {
    var name = element.getClass().getName();
    boolean dialect =
        element instanceof AttributeDescr attribute && attribute.getName().equals("dialect");
    boolean code =
        element instanceof AccumulateDescr accumulate
            && (accumulate.getInitCode() != null
                || accumulate.getActionCode() != null
                || accumulate.getReverseCode() != null
                || accumulate.getResultCode() != null);
    boolean named =
        element instanceof RuleDescr rule
            && (!rule.getNamedConsequences().isEmpty() || rule.getParentName() != null);
    if ((PLAIN.contains(name) || dialect) && !code && !named) {
      return Optional.empty();
    }
    return Optional.of(
        code ? "code of its own" : name.replaceAll(".*[.$]", "").replace("Descr", ""));
  }

  private static void parts(Object element, Collection<Object> into) {
    for (Class<?> type = element.getClass();
        type.getName().startsWith(ELEMENTS);
        type = type.getSuperclass()) {
      for (var field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          var part = value(field, element);
          if (part != null) {
            into.add(part);
          }
        }
      }
    }
  }

  private static @Nullable Object value(Field field, Object element) {
    try {
      field.setAccessible(true);
      return field.get(element);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      throw new IllegalStateException("The parser's elements can be looked into.", e);
    }
  }
}
