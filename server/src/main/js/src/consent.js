// Hears a visitor's answers on consent from the page's consent dialog, and passes them on. A script
// of its own, for pages that have such a dialog; the client itself waits with data-consent.
const consent = (granted) => window.knowfirst.consent(granted);

/** IAB's Transparency and Consent Framework: purposes 1, 5 and 6. */
function tcf() {
  if (!window.__tcfapi || !window.knowfirst) {
    setTimeout(tcf, 100);
    return;
  }
  window.__tcfapi('addEventListener', 2, (data, ok) => {
    if (ok && /^(tcloaded|useractioncomplete)$/.test(data.eventStatus)) {
      const granted = data.purpose.consents;
      consent(data.gdprApplies === false || [1, 5, 6].every((purpose) => granted[purpose]));
    }
  });
}

/** Google Consent Mode: personalization_storage. A default that denies is no answer yet. */
function gcm() {
  if (!window.knowfirst) {
    setTimeout(gcm, 100);
    return;
  }
  const layer = (window.dataLayer = window.dataLayer || []);
  const push = layer.push;
  const hear = (command) => {
    const told = command && command[0] == 'consent' && command[2]?.personalization_storage;
    if (told == 'granted' || (told && command[1] == 'update')) {
      consent(told == 'granted');
    }
  };
  layer.forEach(hear);
  layer.push = (...commands) => {
    commands.forEach(hear);
    return push.apply(layer, commands);
  };
}

({ tcf, gcm })[document.currentScript.dataset.from]?.();
