// The ESM build.
export { start } from './client.js';
