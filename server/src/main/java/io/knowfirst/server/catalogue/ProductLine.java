package io.knowfirst.server.catalogue;

import io.knowfirst.server.model.Product;

/**
 * A line of an upload, read.
 *
 * @param stocked whether it says a stock; otherwise a product keeps the stock and sizes it has
 */
record ProductLine(Product product, boolean stocked) {}
