// Shows what a version of the rules decides on this very page, while its address has ?kf_preview=TOKEN.
// Load it before the page asks for decisions. Without the parameter it does nothing.
(() => {
  const token = new URLSearchParams(location.search).get('kf_preview');
  if (!token || window.knowfirstPreview) return;
  const base = new URL('..', document.currentScript?.src ?? location.href).href;
  const isOurs = (address) => String(new URL(address, location.href)).startsWith(`${base}v1/`);
  const rows = new Map();

  // Decisions that the page came with are not those of the preview.
  const drop = () => document.getElementById('knowfirst-decisions')?.remove();
  const parsing = new MutationObserver(drop);
  parsing.observe(document, { childList: true, subtree: true });
  drop();
  document.addEventListener('DOMContentLoaded', () => (drop(), parsing.disconnect()));
  let notice = '';
  let until = '';

  // Every request to the server carries the token, so that nothing is counted for this page view.
  const fetchOf = window.fetch;
  window.fetch = async function (input, init) {
    const address = input instanceof Request ? input.url : input;
    if (!isOurs(address)) return fetchOf.call(window, input, init);
    const request = new Request(input, init);
    request.headers.set('X-Preview', token);
    const answer = await fetchOf.call(window, request);
    if (new URL(request.url).pathname.endsWith('/decisions')) {
      answer.clone().json().then(read, () => {});
    }
    return answer;
  };
  const beaconOf = navigator.sendBeacon;
  navigator.sendBeacon = function (address, body) {
    return isOurs(address) || beaconOf.call(navigator, address, body);
  };

  function read(answer) {
    const ended = (answer.notes ?? []).find((note) => note.code === 'preview-invalid');
    notice = ended ? ended.text : '';
    until = answer.preview?.until ?? '';
    for (const placed of answer.decisions ?? []) rows.set(placed.placement, placed);
    show();
  }

  const style = `
    :host { all: initial; }
    aside { position: fixed; right: 12px; bottom: 12px; z-index: 2147483647; max-width: min(520px, calc(100vw - 24px));
      max-height: 60vh; overflow: auto; background: #fff; color: #1b1f24; border: 1px solid #8a94a0; border-radius: 8px;
      box-shadow: 0 4px 20px rgb(0 0 0 / .25); font: 13px/1.45 system-ui, sans-serif; }
    header { display: flex; gap: 12px; align-items: center; justify-content: space-between; padding: 8px 12px;
      background: #14366b; color: #fff; }
    strong { font-size: 14px; }
    button { font: inherit; color: inherit; background: none; border: 1px solid currentcolor; border-radius: 4px;
      padding: 2px 8px; cursor: pointer; }
    p { margin: 0; padding: 8px 12px; }
    p.notice { background: #fff1cc; border-bottom: 1px solid #d9b44a; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: 4px 12px; border-top: 1px solid #dde2e7; }
    td:nth-child(2) { font-weight: 600; }
    aside.small table, aside.small p:not(.notice) { display: none; }`;

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function reason(placed) {
    const { rule, notes = [] } = placed.reason ?? {};
    return [rule, ...notes.map((note) => note.text)].filter(Boolean).join(' ') || '–';
  }

  let panel;
  let small = false;
  function show() {
    if (!document.body) {
      addEventListener('DOMContentLoaded', show, { once: true });
      return;
    }
    if (!panel) {
      const host = element('knowfirst-preview');
      const root = host.attachShadow({ mode: 'open' });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      root.adoptedStyleSheets = [sheet];
      panel = element('aside', '', { role: 'complementary', 'aria-label': 'Knowfirst preview' });
      root.append(panel);
      document.body.append(host);
    }
    panel.className = small ? 'small' : '';
    const header = element('header');
    const fold = element('button', small ? 'Show' : 'Hide', { type: 'button', 'aria-expanded': String(!small) });
    fold.onclick = () => {
      small = !small;
      show();
      panel.querySelector('button').focus();
    };
    header.append(element('strong', notice ? 'Preview ended' : 'Preview'), fold);
    panel.replaceChildren(header);
    if (notice) {
      panel.append(element('p', notice, { class: 'notice', role: 'alert' }));
      return;
    }
    const ends = until ? ` The link ends ${new Date(until).toLocaleString()}.` : '';
    panel.append(element('p', `Nothing on this page is counted or stored.${ends}`));
    const table = element('table');
    const head = table.createTHead().insertRow();
    for (const title of ['Placement', 'Outcome', 'Campaign', 'Reason']) head.append(element('th', title, { scope: 'col' }));
    const body = table.createTBody();
    for (const placed of rows.values()) {
      const row = body.insertRow();
      const what = placed.campaign ?? (placed.experiment ? `${placed.experiment.id}: ${placed.experiment.variation}` : '–');
      for (const text of [placed.placement, placed.outcome, what, reason(placed)]) row.append(element('td', text));
    }
    panel.append(table);
  }

  window.knowfirstPreview = { token };
  show();
})();
