import { StreamLanguage } from '@codemirror/language';

const KEYWORDS = new Set(['package', 'import', 'rule', 'when', 'then', 'end', 'not', 'exists', 'and', 'or', 'insert', 'new']);
const OPERATORS = new Set(['contains', 'matches', 'memberOf', 'in', 'soundslike', 'str', 'from']);
const LITERALS = new Set(['true', 'false', 'null']);

function text(stream, quote) {
  for (let c = stream.next(); c && c !== quote; c = stream.next()) {
    if (c === '\\') stream.next();
  }
  return 'string';
}

function comment(stream, state) {
  if (stream.skipTo('*/')) {
    stream.match('*/');
    state.comment = false;
  } else {
    stream.skipToEnd();
  }
  return 'comment';
}

/** The rule language, token by token. */
export const drl = StreamLanguage.define({
  name: 'drl',
  startState: () => ({ comment: false }),
  token(stream, state) {
    if (state.comment) return comment(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.match('//')) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match('/*')) {
      state.comment = true;
      return comment(stream, state);
    }
    if (stream.match(/^@[A-Za-z]\w*/)) return 'meta';
    if (stream.match(/^\d+(\.\d+)?/)) return 'number';
    if (stream.match(/^\$?[A-Za-z_]\w*/)) {
      const word = stream.current();
      if (KEYWORDS.has(word)) return 'keyword';
      if (OPERATORS.has(word)) return 'operatorKeyword';
      if (LITERALS.has(word)) return 'atom';
      return /^[A-Z]/.test(word) ? 'typeName' : 'propertyName';
    }
    const c = stream.next();
    if (c === '"' || c === "'") return text(stream, c);
    return /[=!<>&|]/.test(c) ? 'operator' : null;
  },
  languageData: { commentTokens: { line: '//', block: { open: '/*', close: '*/' } }, closeBrackets: { brackets: ['(', '"'] } },
});

/** Sentences: a keyword or section at the start, gaps in braces. */
export const sentences = StreamLanguage.define({
  name: 'sentences',
  token(stream) {
    if (stream.sol() && stream.match(/^\s*(#|\/\/).*/)) return 'comment';
    if (stream.sol() && stream.match(/^\s*(package|import|rule|when|then|end)\b/)) return 'keyword';
    if (stream.match(/^\[(when|then|word)\]/)) return 'meta';
    if (stream.match(/^\{[^}]*\}/)) return 'typeName';
    if (stream.match(/^@[A-Za-z]\w*/)) return 'meta';
    if (stream.match(/^"[^"]*"/)) return 'string';
    if (stream.match(/^\d+/)) return 'number';
    stream.next();
    return null;
  },
  languageData: { commentTokens: { line: '#' } },
});
