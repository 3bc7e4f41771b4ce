// What outlives the page, as far as the browser lets it.
const PREFIX = 'kf:';

/** What a call returns; undefined where it throws. */
export function attempt(call) {
  try {
    return call();
  } catch {
    // Storage that is blocked, a value that is no address.
  }
}

export const read = (name) => attempt(() => localStorage[PREFIX + name]);

export const write = (name, text) => attempt(() => (localStorage[PREFIX + name] = text));

export const remove = (name) => attempt(() => delete localStorage[PREFIX + name]);
