package io.knowfirst.server.web;

import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.catalogue.StockChange;
import io.knowfirst.server.catalogue.StockReceipt;
import io.knowfirst.server.catalogue.UploadReport;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.wire.Pages;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What requests ask of the catalogue.
 *
 * @param product {@code Catalogue::product}, from memory
 * @param category whether it has a product in the category or within it
 * @param assortment all products, as they are now
 * @param pages what it knows of addresses and searches
 * @param upload {@code Catalogue::put}
 * @param delete {@code Catalogue::delete}
 * @param stock {@code Catalogue::stock}
 */
public record CatalogueCalls(
    Function<String, Optional<Product>> product,
    Predicate<String> category,
    Supplier<Assortment> assortment,
    Pages pages,
    BiFunction<ReadStream<Buffer>, Consumer<UploadReport>, Future<UploadReport>> upload,
    Function<String, Future<Boolean>> delete,
    Function<List<StockChange>, Future<List<StockReceipt>>> stock) {}
