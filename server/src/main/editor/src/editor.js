import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { yaml } from '@codemirror/legacy-modes/mode/yaml';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { completions } from './completion.js';
import { drl, sentences } from './drl.js';

const LANGUAGES = { drl, dslr: sentences, dsl: sentences, yaml: StreamLanguage.define(yaml) };
const COLORS = HighlightStyle.define([
  { tag: tags.keyword, color: '#7a2f8f', fontWeight: '600' },
  { tag: tags.operatorKeyword, color: '#7a2f8f' },
  { tag: tags.typeName, color: '#0b5a8a' },
  { tag: [tags.string, tags.special(tags.string)], color: '#8a3a0b' },
  { tag: [tags.number, tags.atom, tags.bool], color: '#0a6b4f' },
  { tag: [tags.meta, tags.definition(tags.propertyName)], color: '#5c5300' },
  { tag: tags.comment, color: '#5a6675', fontStyle: 'italic' },
]);
const LOOK = EditorView.theme({
  '&': { fontSize: '14px', border: '1px solid #9aa8b7', borderRadius: '8px', backgroundColor: 'var(--card)', color: 'var(--ink)' },
  '&.cm-focused': { outline: '3px solid var(--accent)', outlineOffset: '2px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace', lineHeight: '1.5', minHeight: '360px', maxHeight: '70vh' },
  // In place of pictures in data: addresses, which the page's policy does not load.
  '.cm-lint-marker-error': { content: 'normal', backgroundColor: '#b42318', borderRadius: '50%' },
  '.cm-lint-marker-warning': { content: 'normal', backgroundColor: '#b26a00', borderRadius: '2px' },
  '.cm-lint-marker-info': { content: 'normal', backgroundColor: '#0b5a8a', borderRadius: '2px' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy #b42318' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy #b26a00' },
  '.cm-lintRange-info': { backgroundImage: 'none', textDecoration: 'underline dotted #0b5a8a' },
  '.cm-lintRange-hint': { backgroundImage: 'none' },
  '.cm-gutters': { backgroundColor: 'var(--page)', color: '#5a6675', border: 'none', borderRadius: '8px 0 0 8px' },
});

/** What the check found in the file, as the page lists it. */
function findings(doc) {
  return [...document.querySelectorAll('[data-line]')].map((place) => {
    const line = doc.line(Math.min(doc.lines, Number(place.dataset.line)));
    const from = Math.min(line.to, line.from + Number(place.dataset.column) - 1);
    const word = /^[\w-]+/.exec(doc.sliceString(from, line.to));
    return { from, to: Math.min(line.to, from + (word ? word[0].length : 1)), severity: place.dataset.severity, message: place.dataset.message };
  });
}

function open(area, words) {
  const host = document.createElement('div');
  host.className = 'editor-host';
  // Styles that the editor makes are of this root alone, which the page's policy allows.
  const root = host.attachShadow({ mode: 'open' });
  area.before(host);
  const state = EditorState.create({
    doc: area.value,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      syntaxHighlighting(COLORS),
      LANGUAGES[area.dataset.language] || [],
      area.dataset.language === 'drl' ? autocompletion({ override: [completions(words)] }) : [],
      lintGutter(),
      LOOK,
      EditorState.readOnly.of(area.readOnly),
      EditorState.tabSize.of(4),
      EditorView.contentAttributes.of({ 'aria-label': area.dataset.label || area.name, tabindex: '0' }),
      // Tab leaves the editor, as it leaves every field.
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) area.value = update.state.doc.toString();
      }),
    ],
  });
  const view = new EditorView({ state, parent: root, root });
  view.dispatch(setDiagnostics(view.state, findings(view.state.doc)));
  if (document.querySelector('[data-asked]')) {
    // What was asked for stands before what the check found.
    const [asked] = findings(view.state.doc);
    view.dispatch({ effects: EditorView.scrollIntoView(asked.from, { y: 'center' }) });
  }
  area.hidden = true;
  const label = document.querySelector(`label[for="${area.id}"]`);
  if (label) label.addEventListener('click', () => view.focus());
  document.addEventListener('click', (event) => {
    const place = event.target.closest('[data-line]');
    if (place) {
      event.preventDefault();
      const [found] = findings(view.state.doc).filter((one) => one.message === place.dataset.message);
      view.dispatch({ selection: { anchor: found.from }, scrollIntoView: true });
      view.focus();
    }
  });
}

const NOTHING = { facts: [], seen: { events: [] } };

async function vocabulary(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : NOTHING;
  } catch {
    return NOTHING;
  }
}

const area = document.querySelector('textarea[data-language]');
if (area) vocabulary(area.dataset.vocabulary).then((words) => open(area, words));
