package io.knowfirst.server.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields by support.google.com/merchants/answer/7052112 and help.shopify.com (product CSV). */
class ProductFeedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir private Path directory;

  @Test
  void googlesTableIsRead() throws Exception {
    var file =
        file(
            """
            id\ttitle\tprice\tsale price\tavailability\tproduct_type\tbrand\tsize\tgoogle_product_category
            g-1\tJeans\t59.90 EUR\t49.90 EUR\tin stock\tHome > Trousers\tAcme\t32\t204
            g-2\tBelt\t19.90 EUR\t\tout_of_stock\t\t\t\tApparel & Accessories > Belts
            g-3\t\t1 EUR
            """);
    try (var feed = GoogleFeed.open(file, StandardCharsets.UTF_8)) {
      assertThat(json(feed.next()))
          .isEqualTo(
              json(
                  """
                  {"id":"g-1","title":"Jeans","brand":"Acme","category":"Home > Trousers","price":"49.90 EUR","sizes":{"32":1}}"""));
      assertThat(json(feed.next()))
          .isEqualTo(
              json(
                  """
                  {"id":"g-2","title":"Belt","availability":"out_of_stock","category":"Apparel & Accessories > Belts","price":"19.90 EUR"}"""));
      assertThatThrownBy(feed::next).isInstanceOf(BadLine.class);
      assertThat(feed.number()).isEqualTo(3);
      assertThat(feed.next()).isNull();
    }
  }

  @Test
  void aTableOfSemicolonsInAnotherEncodingIsRead() throws Exception {
    var table = "id;title;price;product_type\ng-1;B\u00fcgel;59,90;K\u00fcche > T\u00f6pfe\n";
    var file = Files.writeString(directory.resolve("w"), table, Charset.forName("windows-1252"));
    try (var feed = GoogleFeed.open(file, Charset.forName("windows-1252"))) {
      assertThat(json(feed.next()).path("title").asText()).isEqualTo("B\u00fcgel");
    }
  }

  @Test
  void googlesXmlIsReadWithoutItsEntities() throws Exception {
    var rss =
        """
        <?xml version="1.0"?>
        <rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>
        <item><g:id>g-1</g:id><title><![CDATA[Jeans & more]]></title><g:price>59.90 EUR</g:price>
          <g:shipping><g:price>5 EUR</g:price></g:shipping><g:availability>in_stock</g:availability>
          <link>https://shop.example/g-1</link></item>
        </channel></rss>""";
    try (var feed = GoogleFeed.open(file(rss), StandardCharsets.UTF_8)) {
      assertThat(json(feed.next()))
          .isEqualTo(
              json(
                  """
                  {"id":"g-1","title":"Jeans & more","availability":"in_stock","link":"https://shop.example/g-1","category":"other","price":"59.90 EUR"}"""));
      assertThat(feed.next()).isNull();
    }
    var evil =
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><item><id>&x;</id><title>t</title><price>1</price></item></rss>";
    try (var feed = GoogleFeed.open(file(evil), StandardCharsets.UTF_8)) {
      assertThatThrownBy(feed::next).isInstanceOf(ImportException.class);
    }
  }

  @Test
  void theVariantsOfAShopifyProductAreItsSizesAndOneThatIsNotOnSaleIsOutOfStock() throws Exception {
    var file =
        file(
            """
            Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant Inventory Qty,Variant Price,Image Src,Status
            blue-jeans,Blue jeans,"<p>one,
            two</p>",Acme,Apparel & Accessories > Clothing > Pants,Jeans,"slim, sale",Size,32,Color,Navy,-1,59.90,/i.png,active
            blue-jeans,,,,,,,,34,,Navy,3,59.90,,
            old,Old,,Acme,,Jeans,,,,,,1,9.90,,draft
            nameless,,,Acme,,Belts,,Title,Default Title,,,2,19.90,,active
            ,,,,,,,,,,,,,,
            belt,Belt,,Acme,,Belts,,Title,Default Title,,,2,19.90,,active
            """);
    var products = new ArrayList<JsonNode>();
    try (var feed = new ShopifyFeed(file, StandardCharsets.UTF_8)) {
      products.add(json(feed.next()));
      products.add(json(feed.next()));
      assertThatThrownBy(feed::next).isInstanceOf(BadLine.class);
      assertThat(feed.number()).isEqualTo(4);
      products.add(json(feed.next()));
      assertThat(feed.next()).isNull();
    }
    assertThat(products)
        .isEqualTo(
            List.of(
                json(
                    """
                    {"id":"blue-jeans","name":"Blue jeans","price":"59.90","category":"Apparel & Accessories > Clothing > Pants",
                     "url":"/products/blue-jeans","image":"/i.png","sizes":{"32":0,"34":3},
                     "attributes":{"brand":"Acme","colour":["Navy"],"tag":["slim","sale"]}}"""),
                json(
                    """
                    {"id":"old","name":"Old","price":"9.90","category":"Jeans","url":"/products/old","stock":0,
                     "attributes":{"brand":"Acme"}}"""),
                json(
                    """
                    {"id":"belt","name":"Belt","price":"19.90","category":"Belts","url":"/products/belt","stock":2,
                     "attributes":{"brand":"Acme"}}""")));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "feed", ".txt"), text);
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }
}
