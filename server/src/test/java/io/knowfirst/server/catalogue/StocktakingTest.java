package io.knowfirst.server.catalogue;

import static io.knowfirst.server.catalogue.Products.product;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.knowfirst.server.catalogue.StockReceipt.Status;
import io.knowfirst.server.model.Product;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StocktakingTest {
  private final Map<String, Product> products =
      Map.of(
          "plain", product("plain", "a", Map.of()),
          "sized", product("sized", "a", 50, Map.of("M", 2, "L", 1), Map.of()));

  @Test
  void changesAreMadeOneAfterAnother() {
    var stocktaking =
        new Stocktaking(
            products,
            List.of(
                new StockChange("plain", null, 3, null),
                new StockChange("plain", null, null, -1),
                new StockChange("plain", null, null, -9),
                new StockChange("sized", "M", null, 5),
                new StockChange("sized", "L", 0, null)));

    assertThat(stocktaking.receipts())
        .extracting(StockReceipt::status, StockReceipt::stock)
        .containsExactly(
            tuple(Status.CHANGED, 3),
            tuple(Status.CHANGED, 2),
            tuple(Status.CHANGED, 0),
            tuple(Status.CHANGED, 7),
            tuple(Status.CHANGED, 0));
    assertThat(stocktaking.changed())
        .extracting(Product::id, Product::stock, Product::sizes)
        .containsExactly(tuple("plain", 0, Map.of()), tuple("sized", 7, Map.of("M", 7, "L", 0)));
  }

  @Test
  void aProductThatIsSoldOutIsSoldOutInAllItsSizes() {
    var stocktaking = new Stocktaking(products, List.of(new StockChange("sized", null, 0, null)));

    assertThat(stocktaking.receipts())
        .extracting(StockReceipt::status, StockReceipt::stock)
        .containsExactly(tuple(Status.CHANGED, 0));
    assertThat(stocktaking.changed())
        .extracting(Product::stock, Product::sizes)
        .containsExactly(tuple(0, Map.of("M", 0, "L", 0)));
  }

  @Test
  void whatCannotBeChangedIsSaid() {
    var stocktaking =
        new Stocktaking(
            products,
            List.of(
                new StockChange("gone", null, 3, null),
                new StockChange("sized", null, 3, null),
                new StockChange("sized", "XL", 3, null),
                new StockChange("plain", "M", 3, null),
                new StockChange("plain", null, 5, null),
                new StockChange("sized", "M", null, 0)));

    assertThat(stocktaking.receipts())
        .extracting(StockReceipt::status)
        .containsExactly(
            Status.UNKNOWN_PRODUCT,
            Status.SIZE_MISSING,
            Status.UNKNOWN_SIZE,
            Status.UNKNOWN_SIZE,
            Status.UNCHANGED,
            Status.UNCHANGED);
    assertThat(stocktaking.changed()).isEmpty();
  }

  @Test
  void aChangeSaysExactlyOneOfStockAndDelta() {
    assertThatThrownBy(() -> new StockChange("a", null, null, null)).hasMessageContaining("one of");
    assertThatThrownBy(() -> new StockChange("a", null, 1, 1)).hasMessageContaining("one of");
    assertThatThrownBy(() -> new StockChange("a", null, -1, null)).hasMessageContaining("-1");
  }
}
