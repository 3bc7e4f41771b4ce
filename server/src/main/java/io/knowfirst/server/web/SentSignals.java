package io.knowfirst.server.web;

import io.knowfirst.server.wire.BrowserSignals;
import io.knowfirst.server.wire.GeoIpFile;
import io.knowfirst.server.wire.LocationHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Reads what a browser, and our proxy, say with a request; where neither says so, a file does. */
final class SentSignals {
  private final LocationHeaders location;
  private final @Nullable GeoIpFile geoip;
  private final Clients clients;

  SentSignals(HttpSettings settings) {
    this.location = settings.location();
    this.geoip = settings.geoip();
    this.clients = new Clients(settings.behindProxy(), settings.limits().allowedHosts());
  }

  BrowserSignals of(HttpServerRequest request) {
    var said = BrowserSignals.of(request::getHeader, location);
    return geoip == null || said.bot() || said.moment().geo() != null
        ? said
        : said.located(geoip.find(clients.sender(request)));
  }
}
