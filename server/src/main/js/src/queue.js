// Events that wait until the server has answered for them: in memory while the page is shown, in the
// storage while it is hidden and when it has ended. A messageId makes a second delivery harmless.
import { attempt, read, remove, write } from './storage.js';

const KEPT = 'events';
const MOST_KEPT = 200;
const MOST_SENT = 50;
const MOST_CHARACTERS = 5e4;

let waiting = [];

const isConsent = (event) => event.type == 'consent';

const kept = () => attempt(() => JSON.parse(read(KEPT))) || [];

/** The page is shown: takes over what it, and pages before it, left. */
export function restore() {
  waiting.push(...kept());
  remove(KEPT);
}

/** The page is hidden, and may end. */
export function keep() {
  if (waiting[0] && write(KEPT, JSON.stringify([...kept(), ...waiting].slice(0, MOST_KEPT)))) {
    waiting = [];
  }
}

/** Answers on consent go first. */
export function add(event) {
  event.messageId = Math.random().toString(36).slice(2);
  event.timestamp = new Date();
  waiting[isConsent(event) ? 'unshift' : 'push'](event);
}

/** The next to send; without `all` answers on consent only. */
export function next(all) {
  let characters = 0;
  return waiting
    .filter((event) => all || isConsent(event))
    .slice(0, MOST_SENT)
    .filter((event, i) => (characters += JSON.stringify(event).length) < MOST_CHARACTERS || !i);
}

export function forget(events) {
  waiting = waiting.filter((event) => !events.includes(event));
}

export function clear() {
  waiting = [];
  remove(KEPT);
}
