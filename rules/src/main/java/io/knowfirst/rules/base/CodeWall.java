package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.facts.Audience;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Offer;
import io.knowfirst.rules.facts.Regex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.drools.base.base.ClassObjectType;
import org.drools.base.base.EnabledBoolean;
import org.drools.base.base.SalienceInteger;
import org.drools.base.definitions.InternalKnowledgePackage;
import org.drools.base.definitions.rule.impl.RuleImpl;
import org.drools.base.rule.Accumulate;
import org.drools.base.rule.GroupElement;
import org.drools.base.rule.MultiAccumulate;
import org.drools.base.rule.RuleConditionElement;
import org.drools.base.rule.SingleAccumulate;
import org.drools.base.rule.accessor.ReadAccessor;
import org.drools.base.rule.constraint.Constraint;
import org.drools.core.base.accumulators.JavaAccumulatorFunctionExecutor;
import org.drools.core.rule.JavaDialectRuntimeData;
import org.drools.mvel.MVELConstraint;
import org.drools.mvel.extractors.MVELClassFieldReader;
import org.kie.api.definition.KiePackage;

/**
 * The second half of the wall: what compiled rules name. They may join a rule base only where every
 * class and member in their byte code, and every name in their conditions, is one of those listed
 * here. It knows nothing of how rules are written, so it holds for kept rules as for fresh ones.
 */
final class CodeWall {
  private static final String FACTS = Vocabulary.PACKAGE.replace('.', '/') + "/";
  private static final Set<String> CLASSES =
      Stream.concat(
              Vocabulary.types().keySet().stream(),
              Stream.of(
                  Member.class.getSimpleName(),
                  Offer.class.getSimpleName(),
                  Audience.class.getSimpleName()))
          .map(FACTS::concat)
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> BOXES =
      Set.of("Boolean", "Byte", "Character", "Double", "Float", "Integer", "Long", "Short");
  private static final Pattern UNBOXING =
      Pattern.compile("valueOf|(?:boolean|byte|char|double|float|int|long|short)Value|FALSE|TRUE");
  private static final Set<String> ENGINE =
      Set.of(
          "java/lang/Exception",
          "java/lang/Number",
          "java/lang/Object",
          "java/lang/Object.<init>",
          "java/lang/Object.getClass",
          "java/lang/String",
          "java/lang/Throwable",
          "org/drools/core/rule/consequence/KnowledgeHelper",
          "org/drools/core/rule/consequence/KnowledgeHelper.insert");

  /** What the engine's own templates call, with no way to anything else from there. */
  private static final Set<String> TEMPLATES =
      Set.of(
          "org/drools/base/rule/Declaration",
          "org/drools/base/rule/accessor/CompiledInvoker",
          "org/drools/base/rule/accessor/ReturnValueExpression",
          "org/drools/base/rule/consequence/Consequence",
          "org/drools/base/rule/consequence/ConsequenceContext",
          "org/drools/core/reteoo/Tuple",
          "org/drools/mvel/asm/ConsequenceGenerator",
          "org/drools/mvel/asm/ConsequenceStub",
          "org/drools/mvel/asm/MethodComparator",
          "org/drools/mvel/field/FieldFactory",
          "org/kie/api/runtime/rule/FactHandle");

  private static final Set<Class<?>> ELEMENTS =
      Set.of(
          GroupElement.class,
          org.drools.base.rule.Pattern.class,
          SingleAccumulate.class,
          MultiAccumulate.class);
  private static final Set<String> READERS =
      Set.of(
          "org.drools.base.base.extractors.ArrayElementReader",
          "org.drools.base.base.extractors.SelfReferenceClassFieldReader",
          "org.drools.base.rule.accessor.PatternExtractor",
          "org.drools.mvel.accessors.ClassFieldReader",
          "org.drools.mvel.extractors.MVELDateClassFieldReader",
          "org.drools.mvel.extractors.MVELNumberClassFieldReader",
          "org.drools.mvel.extractors.MVELObjectClassFieldReader");
  private static final Set<Class<?>> RESULTS = Set.of(Object.class, Number.class);
  private static final Set<String> WORDS =
      Set.of(
          "true",
          "false",
          "null",
          "empty",
          "this",
          "contains",
          "soundslike",
          "memberOf",
          "str",
          "intValue",
          "longValue",
          "doubleValue");
  private static final Pattern NAME =
      Pattern.compile(
          "\"(?:\\\\.|[^\"\\\\])*+\"|'(?:\\\\.|[^'\\\\])*+'"
              + "|\\b\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?[lLfFdDbBiI]?(?![\\w$])|(?<dot>\\.\\s*)?(?<name>[\\p{L}_$\\p{Sc}][\\p{L}\\p{N}_$\\p{Sc}]*)(?<call>\\s*\\()?"
              + "|(?<other>[^\\w\\s.,()<>=!&|+*/%\\[\\]-])");

  private final String own;
  private final List<String> objections = new ArrayList<>();

  private CodeWall(KiePackage compiled) {
    this.own = compiled.getName().replace('.', '/') + "/";
  }

  /** What keeps compiled rules from joining a rule base; empty where nothing does. */
  static Optional<String> objection(Collection<KiePackage> compiled) {
    return compiled.stream().flatMap(each -> new CodeWall(each).all(each).stream()).findFirst();
  }

  private List<String> all(KiePackage compiled) {
    var inner = (InternalKnowledgePackage) compiled;
    require(
        inner.getGlobals().isEmpty()
            && inner.getFunctions().isEmpty()
            && inner.getStaticImports().isEmpty()
            && inner.getTypeDeclarations().isEmpty()
            && inner.getAccumulateFunctions().isEmpty()
            && compiled.getProcesses().isEmpty(),
        "a declaration");
    if (inner.getDialectRuntimeRegistry().getDialectData("java")
            instanceof JavaDialectRuntimeData java
        && java.getStore() != null) {
      java.getStore().values().forEach(this::code);
    }
    for (var rule : compiled.getRules()) {
      rule((RuleImpl) rule);
    }
    return objections;
  }

  private void code(byte[] bytes) {
    try {
      for (var name : ConstantPool.names(bytes)) {
        require(mayName(name), name.replace('/', '.'));
      }
    } catch (IOException e) {
      objections.add("bytes that are no class");
    }
  }

  private boolean mayName(String name) {
    int dot = name.indexOf('.');
    var owner = dot < 0 ? name : name.substring(0, dot);
    var member = dot < 0 ? "" : name.substring(dot + 1);
    if (ENGINE.contains(name) || TEMPLATES.contains(owner) || owner.startsWith(own)) {
      return true;
    }
    if (CLASSES.contains(owner)) {
      return member.isEmpty()
          || Vocabulary.isCallable(member)
          || member.equals("<init>")
          || member.equals("with");
    }
    if (owner.equals("java/lang/String")) {
      return Vocabulary.isCallable(member);
    }
    return owner.startsWith("java/lang/")
        && BOXES.contains(owner.substring("java/lang/".length()))
        && (member.isEmpty() || UNBOXING.matcher(member).matches());
  }

  private void rule(RuleImpl rule) {
    boolean plain =
        rule.getClass() == RuleImpl.class
            && rule.getSalience().getClass() == SalienceInteger.class
            && rule.getEnabled().getClass() == EnabledBoolean.class
            && rule.getTimer() == null
            && rule.getMetaData().isEmpty()
            && !rule.hasNamedConsequences()
            && (rule.getConsequence() == null
                || rule.getConsequence().getClass().getName().startsWith(own.replace('/', '.')));
    require(plain, "an attribute or metadata of rule " + rule.getName());
    element(rule.getLhs(), new HashSet<>(rule.getDeclarations().keySet()));
  }

  private void element(RuleConditionElement element, Set<String> bound) {
    require(ELEMENTS.contains(element.getClass()), element.getClass().getSimpleName());
    if (element instanceof Accumulate sum) {
      for (var each : sum.getAccumulators()) {
        require(
            each.getClass() == JavaAccumulatorFunctionExecutor.class,
            each.getClass().getSimpleName());
      }
    }
    if (element instanceof org.drools.base.rule.Pattern pattern) {
      pattern(pattern, bound);
    }
    element.getNestedElements().forEach(inner -> element(inner, bound));
  }

  private void pattern(org.drools.base.rule.Pattern pattern, Set<String> bound) {
    var type = pattern.getObjectType() instanceof ClassObjectType of ? of.getClassType() : null;
    boolean sum = pattern.getSource() instanceof Accumulate;
    require(
        type != null && (Vocabulary.types().containsValue(type) || (sum && RESULTS.contains(type))),
        String.valueOf(type));
    require(sum || pattern.getSource() == null, "from");
    bound.addAll(pattern.getInnerDeclarations().keySet());
    pattern
        .getDeclarations()
        .values()
        .forEach(declaration -> reader(declaration.getExtractor(), bound));
    pattern.getConstraints().forEach(constraint -> constraint(constraint, bound));
  }

  private void constraint(Constraint constraint, Set<String> bound) {
    if (constraint.getClass() != MVELConstraint.class) {
      objections.add(constraint.getClass().getSimpleName());
      return;
    }
    var written = (MVELConstraint) constraint;
    expression(written.getExpression(), bound);
    var unit = Network.unit(written);
    if (unit != null) {
      expression(unit.getExpression(), bound);
    }
    var reader = written.getFieldExtractor();
    if (reader != null) {
      reader(reader, bound);
    }
  }

  private void reader(ReadAccessor reader, Set<String> bound) {
    require(READERS.contains(reader.getClass().getName()), reader.getClass().getSimpleName());
    if (reader instanceof MVELClassFieldReader read) {
      expression(read.getExpression(), bound);
    }
  }

  /** A condition, every name of which must be one of the vocabulary's or of what it bound. */
  private void expression(String text, Set<String> bound) {
    var names = NAME.matcher(text.replace(Regex.CALL, " "));
    while (names.find()) {
      var name = names.group("name");
      if (names.group("other") != null) {
        objections.add("the character " + names.group("other"));
      } else if (name != null
          && !Vocabulary.isCallable(name)
          && !(names.group("dot") == null && WORDS.contains(name))
          && !(names.group("dot") == null && names.group("call") == null && bound.contains(name))) {
        objections.add(name);
      }
    }
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      objections.add(what);
    }
  }
}
