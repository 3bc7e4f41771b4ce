/** What one placement shows. */
export interface Decision {
  placement: string;
  outcome: 'known' | 'tested' | 'default';
  campaign?: string;
  style?: 'automation' | 'personalization';
  experiment?: { id: string; variation: string; phase: number };
  content?: { id: string; [field: string]: unknown };
  reason?: { notes?: { code: string; text: string }[] };
  token?: string;
}

export interface Context {
  page?: { type: string; category?: string; product?: string; url?: string };
  referrer?: string;
  utm?: Record<string, string>;
  search?: string;
  geo?: { country?: string; region?: string; city?: string };
  device?: { type: string; os?: string; browser?: string };
  weather?: { condition: string; celsius: number };
  locale?: string;
}

export interface Options {
  /** A site key. */
  key: string;
  /** Address of the server, with a slash at its end: '/kf/'. */
  base: string;
  /** Present where nothing may be stored or sent before consent() grants it. */
  consent?: 'required';
  /** Present where the visitor is told by a token instead of a cookie. */
  cookieless?: '';
  /** Name of the data layer that hears of exposures. */
  layer?: string;
}

export interface Client {
  readonly version: number;
  /** Settled when the page's first slots show what was decided. */
  readonly ready: Promise<unknown>;
  /** By placement: shows a decision in a slot, in place of filling its data-kf elements. */
  render: Record<string, (slot: HTMLElement, decision: Decision) => void>;
  /** Never rejects; what could not be decided is the default, without content. */
  decide(placements: string | string[], context?: Context): Promise<Record<string, Decision>>;
  track(event: string, properties?: object): void;
  identify(userId: string | null, traits?: object, token?: string): Promise<unknown>;
  consent(purposes: boolean | Record<string, boolean>): Promise<unknown>;
  page(properties?: object): Promise<unknown>;
  exposed(decision: Decision | string): void;
  reset(): Promise<unknown>;
  flush(): Promise<unknown>;
}

export function start(options: Options): Client;

declare global {
  interface Window {
    knowfirst: Client;
  }
}
