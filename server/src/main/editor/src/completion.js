const WORDS = ['rule', 'when', 'then', 'end', 'not', 'exists', 'and', 'or', 'insert', 'new'];

/** Ids that stand in a list of the page. */
const listed = (name) => [...document.querySelectorAll(`#all-${name} option`)].map((option) => ({ label: option.value, type: 'constant' }));

/** The pattern that the cursor stands in: its fact type and what was written in its parentheses. */
export function pattern(before) {
  let depth = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    if (before[i] === ')') depth++;
    if (before[i] === '(' && --depth < 0) {
      const type = /([A-Z]\w*)\s*$/.exec(before.slice(0, i));
      if (type) return { type: type[1], inside: before.slice(i + 1) };
      depth = 0;
    }
    if (/\b(then|when)\s*$/.test(before.slice(0, i + 1)) && depth === 0) return null;
  }
  return null;
}

const shown = (property) => ({
  label: property.name,
  type: 'property',
  detail: property.type + (property.mayBeNull ? ', may be unknown' : ''),
  apply: property.arguments ? `${property.name}(` : property.name,
});

/** Properties that events of the name in the pattern came with; those of all events where it names none. */
function properties(pattern, events) {
  const named = pattern && /\bevent\s*==\s*"([^"]*)"/.exec(pattern.inside);
  const names = events.filter((event) => !named || event.name === named[1]).flatMap((event) => event.properties);
  return [...new Set(names)].sort().map((label) => ({ label, type: 'constant' }));
}

/** Completes facts, their properties, and the ids and names that belong into a text. */
export function completions({ facts, seen }) {
  const types = new Map(facts.map((fact) => [fact.type, fact]));
  const words = [...facts.map((fact) => ({ label: fact.type, type: 'class', detail: fact.key ? `key ${fact.key}` : '' })), ...WORDS.map((label) => ({ label, type: 'keyword' }))];
  return (context) => {
    const before = context.state.sliceDoc(Math.max(0, context.pos - 2000), context.pos);
    const asked = /\b(?:property|number)\("([^"]*)$/.exec(before);
    if (asked) {
      const options = properties(pattern(before), seen.events);
      return options.length ? { from: context.pos - asked[1].length, options, validFor: /^[^"]*$/ } : null;
    }
    const value = /(\w+)\s*==\s*"([^"]*)$/.exec(before) || /(Member|Offer)\("([^"]*)$/.exec(before);
    if (value) {
      const kind = { Member: 'segment', Offer: 'campaign' }[value[1]] || value[1];
      const options = listed(kind);
      return options.length ? { from: context.pos - value[2].length, options, validFor: /^[^"]*$/ } : null;
    }
    const word = context.matchBefore(/[\w.]*/);
    if (!context.explicit && word.from === word.to) return null;
    const place = pattern(before);
    const path = word.text.split('.');
    let fact = place && types.get(place.type);
    for (const step of path.slice(0, -1)) {
      const property = fact && fact.properties.find((one) => one.name === step);
      fact = property && types.get(property.type);
    }
    const from = word.to - path[path.length - 1].length;
    if (fact) return { from, options: fact.properties.map(shown), validFor: /^\w*$/ };
    return path.length > 1 ? null : { from, options: words, validFor: /^\w*$/ };
  };
}
