/**
 * Confirms to Knowfirst what was really shown: an OpenFeature hook for the web and the server SDK.
 * Each decision is confirmed once. What cannot be delivered is sent again with the next ones.
 */
export class KnowfirstExposureHook {
  /**
   * @param {object} options
   * @param {string} options.baseUrl as of the OFREP provider
   * @param {string} options.key a site key in a page, a secret key in a server
   * @param {number} [options.delayMs] how long exposures are collected
   */
  constructor({ baseUrl, key, delayMs = 250 }) {
    this.url = `${baseUrl}/v1/events`;
    this.key = key;
    this.delayMs = delayMs;
    this.confirmed = new Set();
    this.waiting = [];
    this.timer = undefined;
    globalThis.document?.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void this.flush();
    });
  }

  /** Called by the SDK when a flag was evaluated. */
  after(hookContext, details) {
    const token = details.flagMetadata?.token;
    if (!token || this.confirmed.has(token)) return;
    this.confirmed.add(token);
    if (this.confirmed.size > 10_000) this.confirmed.delete(this.confirmed.values().next().value);
    this.waiting.push({ type: 'exposure', token });
    this.later(this.delayMs);
  }

  later(ms) {
    this.timer ??= setTimeout(() => void this.flush(), ms);
  }

  /** Sends what waits; never rejects. */
  async flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const batch = this.waiting.splice(0, 500);
    if (batch.length === 0) return;
    try {
      const answer = await fetch(this.url, {
        method: 'POST',
        keepalive: true,
        headers: { 'Content-Type': 'application/json', 'X-API-Key': this.key },
        body: JSON.stringify({ batch }),
      });
      if (answer.status === 429 || answer.status >= 500) {
        this.again(batch, 1000 * Number(answer.headers.get('Retry-After') ?? 1));
      }
    } catch {
      this.again(batch, 5000);
    }
    if (this.waiting.length > 0) this.later(this.delayMs);
  }

  again(batch, ms) {
    this.waiting.unshift(...batch.slice(0, 10_000 - this.waiting.length));
    this.later(ms);
  }
}
