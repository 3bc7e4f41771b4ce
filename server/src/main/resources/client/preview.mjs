// Shows what a version of the rules decides on this very page, while its address has ?kf_preview=TOKEN. The
// page client loads it then, before it asks for decisions.
const token = new URLSearchParams(location.search).get('kf_preview');
const base = new URL('..', import.meta.url).href;
const isOurs = (address) => String(new URL(address, location.href)).startsWith(`${base}v1/`);
const rows = new Map();
let notice = '';
let told = '';

// Decisions that the page came with are not those of the preview.
const drop = () => document.getElementById('knowfirst-decisions')?.remove();
const parsing = new MutationObserver(drop);
parsing.observe(document, { childList: true, subtree: true });
drop();
document.addEventListener('DOMContentLoaded', () => (drop(), parsing.disconnect()));

// Whoever looks at a preview is no visitor: what happens here changes nothing of their own. Once the link
// has ended this is a page view as any other.
const client = window.knowfirst;
for (const name of ['track', 'identify', 'consent', 'reset']) {
  const call = client[name];
  client[name] = (...all) => (notice ? call(...all) : Promise.resolve());
}

// Every request to the server carries the token, so that nothing is counted for this page view.
const fetchOf = window.fetch;
window.fetch = async (input, init) => {
  if (!isOurs(input instanceof Request ? input.url : input)) return fetchOf.call(window, input, init);
  const request = new Request(input, init);
  request.headers.set('X-Preview', token);
  const answer = await fetchOf.call(window, request);
  if (new URL(request.url).pathname.endsWith('/decisions')) {
    answer.clone().json().then(read, () => {});
  }
  return answer;
};
const beaconOf = navigator.sendBeacon;
navigator.sendBeacon = (address, body) => isOurs(address) || beaconOf.call(navigator, address, body);

function read({ notes = [], preview, ruleset = '', decisions = [] }) {
  notice = notes.find((note) => note.code === 'preview-invalid')?.text ?? '';
  const ends = preview ? ` The link ends ${new Date(preview.until).toLocaleString()}.` : '';
  told = `Rules ${ruleset.slice(0, 7)}. Nothing on this page is counted or stored.${ends}`;
  for (const placed of decisions) rows.set(placed.placement, placed);
  show();
}

const style = `
  :host { all: initial; }
  * { box-sizing: border-box; margin: 0; }
  aside { position: fixed; right: 12px; bottom: 12px; z-index: 2147483647; width: min(400px, calc(100vw - 24px));
    max-height: min(70vh, 560px); display: flex; flex-direction: column; overflow: hidden; background: #fff; color: #1b2130;
    border-radius: 12px; box-shadow: 0 0 0 1px rgb(16 30 60 / .12), 0 12px 40px rgb(16 30 60 / .28);
    font: 14px/1.45 system-ui, sans-serif; }
  header { display: flex; gap: 8px; align-items: center; padding: 10px 8px 10px 14px; background: #14264a; color: #fff; }
  header::before { content: ''; width: 8px; height: 8px; border-radius: 50%; background: #5fd39a; }
  aside.ended header::before { background: #ffc44d; }
  strong { flex: 1; font-size: 14px; }
  button { font: inherit; color: inherit; background: none; border: 0; border-radius: 6px; padding: 4px 10px; cursor: pointer; }
  header button:hover { background: rgb(255 255 255 / .15); }
  button:focus-visible { outline: 2px solid #f0a202; outline-offset: 1px; }
  p { padding: 10px 14px; color: #4b5568; font-size: 13px; }
  p.notice { background: #fff4d6; color: #4d3800; font-size: 14px; }
  ol { list-style: none; padding: 0; overflow: auto; }
  li { display: grid; grid-template-columns: 1fr auto; gap: 2px 10px; padding: 10px 14px; border-top: 1px solid #e4e8ef; }
  li button { justify-self: start; min-width: 0; margin-left: -6px; padding: 1px 6px; font-weight: 600; text-align: left;
    overflow-wrap: anywhere; }
  li button:hover { background: #eaf0fb; }
  i { align-self: start; padding: 1px 9px; border-radius: 999px; background: #e9ecf2; color: #414b5c; font-style: normal; font-size: 12px; }
  i.known { background: #d8f3e5; color: #0d5a34; }
  i.tested { background: #fdebc8; color: #6b4300; }
  li span { grid-column: 1 / -1; overflow-wrap: anywhere; }
  li span + span { color: #4b5568; font-size: 13px; }
  aside.small ol, aside.small p:not(.notice) { display: none; }`;

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function by({ campaign, experiment }) {
  return campaign ?? (experiment ? `${experiment.id}: ${experiment.variation}` : 'No campaign');
}

function why({ reason = {} }) {
  return [reason.rule, ...(reason.notes ?? []).map((note) => note.text)].filter(Boolean).join(' · ');
}

/** Where a placement is on the page. */
function point(placement) {
  const slot = document.querySelector(`[data-knowfirst="${CSS.escape(placement)}"]`);
  slot?.scrollIntoView({ block: 'center' });
  slot?.animate([{ outline: '4px solid #f0a202', outlineOffset: '4px' }, { outline: '4px solid transparent' }], 2000);
}

function row(placed) {
  const item = element('li', '');
  const name = element('button', placed.placement, { type: 'button', title: 'Show it on the page' });
  name.onclick = () => point(placed.placement);
  item.append(name, element('i', placed.outcome, { class: placed.outcome }), element('span', by(placed)));
  const reason = why(placed);
  if (reason) item.append(element('span', reason));
  return item;
}

let panel;
let small = innerWidth < 600;
function show() {
  if (!document.body) {
    addEventListener('DOMContentLoaded', show, { once: true });
    return;
  }
  if (!panel) {
    const host = element('knowfirst-preview', '');
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    panel = element('aside', '', { 'aria-label': 'Knowfirst preview' });
    root.append(panel);
    document.body.append(host);
  }
  panel.className = (small ? 'small' : '') + (notice ? ' ended' : '');
  const header = element('header', '');
  header.append(element('strong', notice ? 'Preview ended' : `Preview: ${rows.size} placements`));
  panel.replaceChildren(header);
  if (notice) {
    panel.append(element('p', notice, { class: 'notice', role: 'alert' }));
    return;
  }
  const fold = element('button', small ? 'Show' : 'Hide', { type: 'button', 'aria-expanded': String(!small) });
  fold.onclick = () => {
    small = !small;
    show();
    panel.querySelector('button').focus();
  };
  header.append(fold);
  const list = element('ol', '');
  list.append(...[...rows.values()].map(row));
  panel.append(element('p', told || 'Asking for decisions …'), list);
}

show();
