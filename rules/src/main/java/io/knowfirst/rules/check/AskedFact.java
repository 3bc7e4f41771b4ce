package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.List;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.PatternDescr;

/**
 * A fact that a rule asks about, wherever in its conditions.
 *
 * @param absent whether it stands within a {@code not}
 * @param summed whether it stands within an {@code accumulate}
 */
record AskedFact(Class<?> type, PatternLogic logic, boolean absent, boolean summed) {

  /** All of a rule, in reading order. */
  static List<AskedFact> all(ParsedRule rule) {
    var all = new ArrayList<AskedFact>();
    add(rule, rule.descr().getLhs(), false, false, all);
    return all;
  }

  private static void add(
      ParsedRule rule, BaseDescr element, boolean absent, boolean summed, List<AskedFact> all) {
    if (element instanceof PatternDescr pattern) {
      var type = Vocabulary.type(pattern);
      if (type != null && pattern.getSource() == null) {
        all.add(new AskedFact(type, PatternLogic.of(rule, pattern, type), absent, summed));
      } else if (pattern.getSource() != null) {
        add(rule, pattern.getSource(), absent, summed, all);
      }
    } else if (element instanceof AccumulateDescr accumulate) {
      add(rule, accumulate.getInput(), absent, true, all);
    } else if (element instanceof ConditionalElementDescr group) {
      boolean not = absent || element instanceof NotDescr;
      group.getDescrs().forEach(part -> add(rule, (BaseDescr) part, not, summed, all));
    }
  }

  /** Whether its part before {@code index} keep a property from being unknown. */
  boolean knows(String property, int index) {
    return logic.parts().subList(0, index).stream()
        .anyMatch(
            part ->
                !part.ways().isEmpty()
                    && part.ways().stream().allMatch(way -> knows(way, property)));
  }

  private static boolean knows(Clause way, String property) {
    var asked = way.asked().get(property);
    return (asked != null && !asked.empty())
        || way.opaque().stream()
            .anyMatch(
                text ->
                    text.matches(
                        "\\Q" + property + "\\E (matches|contains|str|memberOf|soundslike) .*"));
  }
}
