package io.knowfirst.server.web;

import io.knowfirst.server.wire.ConsentReader;
import io.knowfirst.server.wire.EventReader;
import io.knowfirst.server.wire.ShopVocabulary;

/**
 * What decides aside from visitors, for simulations, drafts and previews.
 *
 * @param events reads what visitors did, or are supposed to have done
 * @param aside versions and drafts that decide
 * @param stored who may ask for stored visitors
 */
record SideDecisions(
    EventReader events, AsideRules aside, StoredVisitors stored, PreviewLinks previews) {

  static SideDecisions of(Services services, Gate gate) {
    var base = services.rules().rulesets();
    var words =
        new ShopVocabulary(
            () -> base.get().get().base(),
            services.experiments().now(),
            services.catalogue().category());
    var consents = new ConsentReader(() -> base.get().get().base().folder().purposes());
    var events =
        new EventReader(
            services.access(),
            services.catalogue().product(),
            services.catalogue().pages(),
            words,
            consents);
    var aside = new AsideRules(base);
    var stored = new StoredVisitors(gate, services.people().audit());
    return new SideDecisions(
        events, aside, stored, new PreviewLinks(services, events, aside, stored));
  }
}
