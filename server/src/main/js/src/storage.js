// What outlives the page, as far as the browser lets it.
const PREFIX = 'kf:';

/** What a call returns; undefined where it throws. */
export function attempt(call) {
  try {
    return call();
  } catch {
    return undefined;
  }
}

export const read = (name) => attempt(() => localStorage[PREFIX + name]);

export const write = (name, text) => attempt(() => (localStorage[PREFIX + name] = text));

export const remove = (name) => attempt(() => delete localStorage[PREFIX + name]);

/** Calls with each text whose name begins like this. */
export const each = (start, call) =>
  attempt(() => {
    for (const key in localStorage) {
      if (key.startsWith(PREFIX + start)) {
        call(localStorage[key]);
      }
    }
  });
