// The page client: one decision request for each page view, shown in the page's slots.
import { context, parse } from './context.js';
import { add, clear, forget, keep, next, restore } from './queue.js';
import { claim, find, onSeen, retime, show, waitAgain } from './slots.js';
import { read, remove, write } from './storage.js';

const MOST_PLACEMENTS = 50;
const BATCH_AFTER = 1000;
const GIVE_UP_AFTER = 3000;
const RETRY_SECONDS = 5;
const EMBEDDED = 'knowfirst-decisions';
const TOKEN = 'X-Visitor-Token';

/** Where the visitor is; a fragment counts only where it is a router's. */
const here = () => location.href.replace(/#(?!\/).*/, '');

/** Whether an answer on consent, as JSON, grants anything. */
const grants = (text) => /:true/.test(text);

const gather = (answer, decisions) =>
  answer?.decisions?.forEach((decision) => (decisions[decision.placement] = decision));

/**
 * Starts the client; once for each page.
 *
 * @param options of the script tag's data attributes: see docs/web.md
 */
export function start(options) {
  const client = (window.knowfirst = window.knowfirst || {});
  if (client.version) {
    return client;
  }
  const server = options.base + 'v1/';
  const cookieless = 'cookieless' in options;
  const told = {};
  // Page views so far; the fraction tells those of one page from those of all others.
  let views = Math.random();
  let resumeAt = 0;
  // Nothing is asked or sent before the page is shown, and a preview is there where it is asked for.
  let last = new Promise((shown) =>
    document.prerendering ? document.addEventListener('prerenderingchange', shown) : shown(),
  )
    .then(() => /[?&]kf_preview=/.test(location) && import(options.base + 'client/preview.mjs'))
    .catch(console.error);
  let token = cookieless ? read('token') || 'none' : undefined;
  let said, allowed, answered, url, timer, scan;

  /** One request after another, so that the first answer's cookie goes with the second request. */
  const serial = (task) => (last = last.then(task));

  /**
   * Never rejects.
   *
   * @param known whether the visitor is told by cookie or token
   * @returns the answer's JSON; empty where sending the same again is of no use, undefined where the
   *     server could not be asked
   */
  async function post(path, known, body) {
    const headers = { 'content-type': 'application/json', 'X-API-Key': options.key };
    let wait = RETRY_SECONDS;
    if (known && token) {
      headers[TOKEN] = token;
    }
    try {
      const answer = await fetch(server + path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        credentials: known && !cookieless ? 'include' : 'omit',
        signal: AbortSignal.timeout?.(GIVE_UP_AFTER),
      });
      if (cookieless) {
        write('token', (token = answer.headers.get(TOKEN) || token));
      }
      if (answer.ok) {
        answered = known;
        return await answer.json();
      }
      if (/400|413/.test(answer.status)) {
        return {};
      }
      wait = +answer.headers.get('retry-after') || wait;
    } catch {
      // The server is away.
    }
    resumeAt = Date.now() + 1000 * wait;
  }

  const envelope = (events) => ({ batch: events, sentAt: new Date(), token });

  function send(event) {
    if (allowed) {
      add(event);
      later();
    }
  }

  function later() {
    clearTimeout(timer);
    if (next(allowed)[0]) {
      timer = setTimeout(flush, Math.max(BATCH_AFTER, resumeAt - Date.now()));
    }
  }

  /** What may be sent now. */
  const due = () => (resumeAt > Date.now() ? [] : next(allowed));

  const flush = () =>
    serial(async () => {
      const events = due();
      if (events[0] && (await post('events', true, envelope(events)))) {
        forget(events);
      }
      later();
    });

  /** Decides placements; never rejects: what cannot be decided is the default, without content. */
  function decide(placements, more) {
    const decisions = {};
    for (const placement of [].concat(placements)) {
      decisions[placement] = { placement, outcome: 'default' };
    }
    return serial(async () => {
      const events = next(allowed);
      const answer = await post('decisions', allowed, {
        placements: Object.keys(decisions).slice(0, MOST_PLACEMENTS),
        context: { ...context(views), ...more },
        ...(allowed ? { events, pageView: '' + views } : { contextual: true }),
      });
      if (answer && allowed && answer.events?.stored !== false) {
        forget(events);
      }
      gather(answer, decisions);
      return decisions;
    });
  }

  /** Decides slots and shows what was decided, unless the visitor is somewhere else by then. */
  async function fill(slots, decided) {
    const view = views;
    slots.forEach(claim);
    const ids = slots.map((slot) => slot.dataset.knowfirst).filter((id) => !decided[id]);
    const decisions = { ...decided, ...(ids[0] && (await decide(ids))) };
    if (view == views) {
      for (const slot of slots) {
        const id = slot.dataset.knowfirst;
        show(slot, decisions[id], client.render[id]);
      }
    }
  }

  /** A page view: one event and one decision request. */
  function view(more) {
    const embedded = {};
    if (views++ > 1) {
      waitAgain();
    } else {
      gather(parse(window[EMBEDDED]), embedded);
    }
    if (url != here()) {
      url = here();
      const { page, referrer, utm } = context(views);
      send({
        type: 'page',
        properties: { ...page, ...more },
        context: { page: { referrer }, campaign: utm },
      });
    }
    return fill(find(true), embedded);
  }

  /** A page view that counts, though the address may be the same. */
  const page = (more) => view(more, (url = 0));

  function exposed(decision) {
    const proof = decision.token || decision;
    if (allowed && proof.charAt && !told[proof]) {
      send({ type: 'exposure', token: (told[proof] = proof) });
      if (options.layer && decision.token) {
        const { token, content, reason, ...shown } = decision;
        (window[options.layer] = window[options.layer] || []).push({
          event: 'knowfirst_exposure',
          ...shown,
        });
      }
    }
  }

  function consent(answer) {
    const purposes = answer instanceof Object ? answer : { personalization: !!answer };
    const text = JSON.stringify(purposes);
    const before = allowed;
    if (text == said) {
      return last;
    }
    write('consent', (said = text));
    allowed = grants(text);
    if (!allowed) {
      clear();
    }
    if (allowed || before) {
      add({ type: 'consent', purposes });
    }
    return views > 1 && allowed && !before ? page() : flush();
  }

  /** What the visitor said about consent, or the page says for them. */
  function recall() {
    said = read('consent');
    allowed = said ? grants(said) : !(options.consent || navigator.globalPrivacyControl);
  }

  function reset() {
    flush();
    return serial(async () => {
      clear();
      await post('visitors/reset', true, {});
      remove('consent');
      token = cookieless ? token : undefined;
      url = 0;
      recall();
    });
  }

  recall();
  if (!document.hidden) {
    restore();
  }
  later();
  onSeen(exposed);
  Object.assign(client, {
    version: 1,
    render: client.render || {},
    decide,
    exposed,
    flush,
    consent,
    reset,
    page,
    track: (event, properties) => send({ type: 'track', event, properties }),
    identify: (id, traits, proof) => {
      token = proof || token;
      send({ type: 'identify', userId: proof && id, traits });
      return flush();
    },
  });
  const listen = addEventListener;
  const moved = () => setTimeout(() => url != here() && view());
  client.ready = last.then(
    () =>
      new Promise((done) => {
        const first = () => {
          done(view());
          new MutationObserver(() => {
            scan = scan || setTimeout(() => fill(find((scan = 0)), {}), 50);
          }).observe(document, { childList: true, subtree: true });
        };
        if (document.readyState == 'loading' && !window[EMBEDDED]) {
          listen('DOMContentLoaded', first);
        } else {
          first();
        }
        for (const change of ['pushState', 'replaceState']) {
          const original = history[change];
          history[change] = (...all) => moved(original.apply(history, all));
        }
        listen('popstate', moved);
        listen('pageshow', (event) => event.persisted && page());
        for (const [name, all, done] of client.q || []) {
          done(name ? client[name](...all) : client.ready);
        }
      }),
  );
  document.addEventListener('visibilitychange', () => {
    retime();
    if (document.hidden) {
      const events = due();
      if (answered && events[0]) {
        // Whether they arrive is not known: they are kept too.
        navigator.sendBeacon(
          server + 'events?key=' + options.key,
          JSON.stringify(envelope(events)),
        );
      }
      keep();
    } else {
      restore();
      later();
    }
  });
  return client;
}
