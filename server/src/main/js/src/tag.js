// The script tag: takes its options from its own data attributes.
import { start } from './client.js';

const { dataset, src } = document.currentScript;
try {
  start({ base: new URL('..', src).href, ...dataset });
} catch (unsupported) {
  // A browser that is too old shows the defaults.
  console.error(unsupported);
}
