// What a decision is told of the page and the browser.

/** The JSON that an element holds, where there is one. */
export function parse(element) {
  try {
    return element && JSON.parse(element.dataset.kfContext || element.textContent);
  } catch (malformed) {
    console.error(malformed);
  }
}

/**
 * What the page knows of the moment.
 *
 * @param views below 2 as long as the visitor is where they came to from elsewhere
 */
export function context(views) {
  const told = parse(document.querySelector('[data-kf-context]'));
  const utm = {};
  new URLSearchParams(location.search).forEach((value, name) => {
    if (/^utm_/.test(name)) {
      utm[name] = value;
    }
  });
  const agent = navigator.userAgent;
  const type = /Mobi/.test(agent) ? 'mobile' : /Android|iPad/.test(agent) ? 'tablet' : 'desktop';
  return {
    referrer: (views < 2 && document.referrer) || undefined,
    utm,
    locale: navigator.language,
    device: { type },
    ...told,
    page: { type: 'content', url: location.pathname + location.search, ...told?.page },
  };
}
