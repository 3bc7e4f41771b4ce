// Shows decisions in the page's slots, and notices which slots were really seen. What is known of an
// element hangs on it as its property `kf`, and goes with it; names with _ are shortened by the build.
import { attempt } from './storage.js';

const SEEN_AFTER = 1000;
const LATE_AFTER = 500;
const WAITING = 'data-kf-wait';
const LATE = 'kf-late';
const page = document.documentElement.classList;

let seen;

const isAddress = (value) =>
  value && attempt(() => /^https?:/.test(new URL(value, location)));

function fill(element, content) {
  const field = element.dataset.kf;
  const value = content[field];
  const attribute = { IMG: 'src', A: 'href' }[element.tagName];
  // What the page came with.
  const own = (element.kf ??= (attribute ? element.getAttribute(attribute) : element.textContent) || '');
  if (!attribute) {
    element.textContent = value ?? own;
  } else if (isAddress(value)) {
    element.setAttribute(attribute, value);
    if (attribute == 'src') {
      element.srcset = '';
      element.alt = content[field + 'Alt'] || '';
    }
  } else if (own) {
    element.setAttribute(attribute, own);
  }
}

/** Lets new slots of a page that goes on wait as those of a new page do. */
export function waitAgain() {
  page.remove(LATE);
  setTimeout(() => page.add(LATE), LATE_AFTER);
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, intersectionRatio, intersectionRect } of entries) {
      // Of what is taller than two screens half never is in view: half a screen of it counts.
      const inView = intersectionRatio >= 0.5 || intersectionRect.height * 2 >= innerHeight;
      if (target.kf.inView != inView) {
        target.kf.inView = inView;
        time(target);
      }
    }
  },
  { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
);

/** The slots of the page that have no decision yet; all where `again`. */
export const find = (again) =>
  [...document.querySelectorAll('[data-knowfirst]')].filter((slot) => again || !slot.kf);

/** From now on it has a decision, or waits for one. */
export function claim(slot) {
  slot.kf ??= {};
  watcher.observe(slot);
}

/** What is shown already keeps its nodes; a slot that gave up waiting keeps its default. */
export function show(slot, decision, render) {
  if (slot.hasAttribute(WAITING) && page.contains(LATE)) {
    return;
  }
  const content = decision.content || {};
  const text = JSON.stringify(content);
  slot.kf._decision = decision;
  if (slot.kf._text != text) {
    slot.kf._text = text;
    try {
      if (render) {
        render(slot, decision);
      } else {
        slot.querySelectorAll('[data-kf]').forEach((element) => fill(element, content));
      }
    } catch (failed) {
      console.error(failed);
    }
  }
  slot.removeAttribute(WAITING);
  slot.dispatchEvent(new CustomEvent('knowfirst', { bubbles: true, detail: decision }));
  time(slot);
}

function time({ kf }) {
  clearTimeout(kf?._timer);
  if (kf?.inView && kf._decision && !document.hidden) {
    kf._timer = setTimeout(() => seen(kf._decision), SEEN_AFTER);
  }
}

/** The tab was shown or hidden. */
export const retime = () => find(true).forEach(time);

/** Calls back for each decision of which half was in view for a second. */
export const onSeen = (callback) => (seen = callback);
