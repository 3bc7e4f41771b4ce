package io.knowfirst.rules.engine;

import static org.drools.model.DSL.accFunction;
import static org.drools.model.DSL.accumulate;
import static org.drools.model.DSL.and;
import static org.drools.model.DSL.declarationOf;
import static org.drools.model.DSL.execute;
import static org.drools.model.DSL.exists;
import static org.drools.model.DSL.not;
import static org.drools.model.PatternDSL.alphaIndexedBy;
import static org.drools.model.PatternDSL.betaIndexedBy;
import static org.drools.model.PatternDSL.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.drools.model.Drools;
import org.drools.model.Index;
import org.drools.model.PatternDSL;
import org.drools.model.PatternDSL.PatternDef;
import org.drools.model.Rule;
import org.drools.model.RuleItemBuilder;
import org.drools.model.Variable;
import org.drools.model.functions.Block1;
import org.drools.model.functions.HashedExpression;
import org.drools.model.functions.Predicate1;
import org.drools.model.functions.Predicate2;
import org.drools.model.impl.ModelImpl;
import org.drools.model.view.ViewItem;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.conf.KieBaseMutabilityOption;
import org.kie.api.runtime.rule.RuleContext;

/**
 * The engine's rules: one for each shape that conditions have. What a rule of ours says beside its
 * shape comes with the facts, so that the engine's network is as small as the shapes are few.
 */
final class Shapes {
  private static final int KEY = 0;
  private static final int VARIANT = 1;

  private Shapes() {}

  /** A base with a rule for each shape; gives the variants their keys. */
  static KieBase base(Collection<Variant> variants) {
    var model = new ModelImpl();
    var first = new HashMap<List<ShapePart>, Integer>();
    int next = 0;
    for (var variant : variants) {
      var known = first.putIfAbsent(variant.shape(), next);
      if (known == null) {
        model.addRule(new Shape(next, variant).rule());
        known = next;
        next += variant.size() + 1;
      }
      variant.keysFrom(known);
    }
    return KieBaseBuilder.createKieBaseFromModel(model, KieBaseMutabilityOption.DISABLED);
  }

  /** A slot belongs to one position of one shape. */
  private record KeyPredicate(int key) implements Predicate1<Matched>, HashedExpression {
    @Override
    public boolean test(Matched slot) {
      return ((Slot) slot).key() == key;
    }

    @Override
    public String getExpressionHash() {
      return "key" + key;
    }
  }

  /** Two slots belong to one variant. */
  private record SamePredicate() implements Predicate2<Matched, Matched>, HashedExpression {
    @Override
    public boolean test(Matched own, Matched first) {
      return ((Slot) own).variant() == ((Slot) first).variant();
    }

    @Override
    public String getExpressionHash() {
      return "same";
    }
  }

  /** One rule of the engine as it is made. */
  private static final class Shape {
    private final int keys;
    private final Variant variant;
    private final Map<Integer, Variable<Matched>> variables = new HashMap<>();
    private final Variable<Matched> anchor = declared(Slot.class, "anchor");

    Shape(int keys, Variant variant) {
      this.keys = keys;
      this.variant = variant;
    }

    Rule rule() {
      var items = new ArrayList<RuleItemBuilder<?>>();
      var parts = variant.shape();
      boolean anchored = variant.isAnchored();
      int position = anchored ? ((ShapePart.FactPart) parts.get(0)).position() : variant.size();
      variables.put(position, anchor);
      items.add(keyed(anchor, position));
      for (var part : parts.subList(anchored ? 1 : 0, parts.size())) {
        items.addAll(view(part));
      }
      Block1<Drools> fired =
          drools -> {
            var match = ((RuleContext) drools).getMatch();
            ((Slot) match.getObjects().get(0)).run().fired(match);
          };
      items.add(execute(fired));
      return PatternDSL.rule("shape " + keys).build(items.toArray(RuleItemBuilder[]::new));
    }

    private List<ViewItem<?>> view(ShapePart part) {
      if (part instanceof ShapePart.FactPart one) {
        return List.of(joined(one));
      } else if (part instanceof ShapePart.GroupPart group) {
        var whole = whole(group.of().stream().flatMap(inner -> view(inner).stream()).toList());
        return List.of(group.not() ? not(whole) : exists(whole));
      }
      return sum((ShapePart.SumPart) part);
    }

    private static ViewItem<?> whole(List<? extends ViewItem<?>> of) {
      return of.size() == 1
          ? of.get(0)
          : and(of.get(0), of.subList(1, of.size()).toArray(ViewItem[]::new));
    }

    /** The matches as rows, then what becomes of them. */
    private List<ViewItem<?>> sum(ShapePart.SumPart sum) {
      var over = new ArrayList<PatternDef<Matched>>();
      var inner = new ArrayList<Variable<Matched>>();
      for (var one : sum.over()) {
        over.add(joined(one));
        inner.add(variable(one.position()));
      }
      Variable<?> row = inner.get(0);
      if (inner.size() > 1) {
        var last = over.get(over.size() - 1);
        var rows = declarationOf(Slot[].class, "row" + sum.position());
        switch (inner.size()) {
          case 2 -> last.bind(rows, inner.get(0), (d, a) -> slots(a, d));
          case 3 -> last.bind(rows, inner.get(0), inner.get(1), (d, a, b) -> slots(a, b, d));
          default ->
              last.bind(
                  rows,
                  inner.get(0),
                  inner.get(1),
                  inner.get(2),
                  (d, a, b, c) -> slots(a, b, c, d));
        }
        row = rows;
      }
      var result = declared(Collected.class, "sum" + sum.position());
      variables.put(sum.position(), result);
      return List.of(
          accumulate(whole(over), accFunction(Collecting::new, row).as(result)),
          constrained(pattern(result), sum.position(), sum.others()));
    }

    private static Slot[] slots(Matched... all) {
      return Arrays.copyOf(all, all.length, Slot[].class);
    }

    private PatternDef<Matched> keyed(Variable<Matched> variable, int position) {
      int key = keys + position;
      return pattern(variable)
          .expr(
              "key" + key,
              new KeyPredicate(key),
              alphaIndexedBy(
                  Integer.class,
                  Index.ConstraintType.EQUAL,
                  KEY,
                  slot -> ((Slot) slot).key(),
                  key));
    }

    private PatternDef<Matched> joined(ShapePart.FactPart one) {
      var variable = declared(Slot.class, "p" + one.position());
      variables.put(one.position(), variable);
      var pattern =
          keyed(variable, one.position())
              .expr(
                  "same" + keys + "." + one.position(),
                  anchor,
                  new SamePredicate(),
                  betaIndexedBy(
                      Variant.class,
                      Index.ConstraintType.EQUAL,
                      VARIANT,
                      slot -> ((Slot) slot).variant(),
                      slot -> ((Slot) slot).variant()));
      return constrained(pattern, one.position(), one.others());
    }

    private PatternDef<Matched> constrained(
        PatternDef<Matched> pattern, int position, List<Integer> others) {
      var id = "join" + keys + "." + position;
      var holds = new JoinPredicate(position, id);
      var read = others.stream().map(this::variable).filter(one -> one != anchor).toList();
      return switch (read.size()) {
        case 0 -> pattern.expr(id, anchor, holds);
        case 1 -> pattern.expr(id, anchor, read.get(0), holds);
        case 2 -> pattern.expr(id, anchor, read.get(0), read.get(1), holds);
        case 3 -> pattern.expr(id, anchor, read.get(0), read.get(1), read.get(2), holds);
        default ->
            pattern.expr(id, anchor, read.get(0), read.get(1), read.get(2), read.get(3), holds);
      };
    }

    private Variable<Matched> variable(int position) {
      var variable = variables.get(position);
      if (variable == null) {
        throw new IllegalStateException("Position " + position + " comes later.");
      }
      return variable;
    }

    @SuppressWarnings("unchecked")
    private static Variable<Matched> declared(Class<? extends Matched> type, String name) {
      return (Variable<Matched>) (Variable<?>) declarationOf(type, name);
    }
  }
}
