// Events that wait to be taken by the server. Each is kept in the storage until the server has
// answered for it, so a reload loses none; its messageId makes a second delivery harmless.
import { collect, remove, write } from './storage.js';

const EVENT = 'e/';
const MOST_KEPT = 200;
const MOST_SENT = 50;
const MOST_CHARACTERS = 5e4;

let waiting = [];

const isConsent = (event) => event.type == 'consent';

/** Takes over what earlier pages left. */
export const restore = () => collect(EVENT, waiting);

/** Answers on consent go first. */
export function add(event) {
  event.messageId = Math.random().toString(36).slice(2);
  event.timestamp = new Date().toISOString();
  if (waiting.length < MOST_KEPT) {
    write(EVENT + event.messageId, JSON.stringify(event));
  }
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

/**
 * Forgets events.
 *
 * @param uncertain whether they may not have arrived: the storage keeps them for the next page
 */
export function forget(events, uncertain) {
  waiting = waiting.filter((event) => !events.includes(event));
  if (!uncertain) {
    events.forEach((event) => remove(EVENT + event.messageId));
  }
}

export const clear = () => forget(waiting);
