package io.knowfirst.server.boot;

import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.web.CatalogueCalls;
import io.knowfirst.server.wire.Pages;
import java.util.function.Supplier;

/** What may be asked of the catalogue. */
final class CatalogueParts {
  private CatalogueParts() {}

  /**
   * Of a catalogue.
   *
   * @param currency of the shop
   */
  static CatalogueCalls calls(Catalogue catalogue, Supplier<String> currency) {
    return new CatalogueCalls(
        catalogue::product,
        path -> catalogue.now().knows(path),
        catalogue::now,
        new Pages(address -> catalogue.now().at(address), search -> catalogue.now().named(search)),
        (products, progress) -> catalogue.put(products, currency.get(), progress),
        catalogue::delete,
        catalogue::stock);
  }
}
