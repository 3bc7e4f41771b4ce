package io.knowfirst.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductReaderTest {
  @Test
  void aWholeProductIsReadAsItStands() throws LineRejected {
    var line =
        read(
            """
            {"id":"77","name":"Blue jeans","category":"apparel.trousers.jeans","price":59.9,
             "sizes":{"32":3,"34":0},"attributes":{"brand":"Acme","colour":["navy","white"],"year":2012},
             "url":"/p/77","image":null}
            """);

    var product = line.product();
    assertThat(line.stocked()).isTrue();
    assertThat(product.id()).isEqualTo("77");
    assertThat(product.name()).isEqualTo("Blue jeans");
    assertThat(product.category()).isEqualTo("apparel.trousers.jeans");
    assertThat(product.price()).isEqualTo(59.9);
    assertThat(product.stock()).isEqualTo(3);
    assertThat(product.sizes()).isEqualTo(Map.of("32", 3, "34", 0));
    assertThat(product.attributes())
        .isEqualTo(
            Map.of(
                "brand", List.of("Acme"),
                "colour", List.of("navy", "white"),
                "year", List.of("2012")));
    assertThat(product.url()).isEqualTo("/p/77");
    assertThat(product.image()).isNull();
  }

  @Test
  void aLineOfCsvIsShownAndTheTypeForItNamed() {
    var problem = catchThrowableOfType(LineRejected.class, () -> read("Handle,Title,Price")).at(1);
    assertThat(problem.value()).isEqualTo("Handle,Title,Price");
    assertThat(problem.expected()).contains("JSON object").contains("Content-Type: text/csv");
  }

  @Test
  void aLineMayLeaveOutTheStock() throws LineRejected {
    assertThat(read("{'id':'1','name':'a','category':'b','price':0}").stocked()).isFalse();
    assertThat(read("{'id':'1','name':'a','category':'b','price':0,'stock':4}").product().stock())
        .isEqualTo(4);
  }

  /**
   * As feeds of shops have them: Google's product data, stock that was oversold, numbers as ids.
   */
  @Test
  void aProductOfAFeedIsRead() throws LineRejected {
    var line =
        read(
            """
            {'id':6788257415204,'title':'Jeans','product_type':'Apparel & Accessories > Clothing > Röcke',
             'price':'1.259,90 EUR','availability':'in stock','image_link':'/i.png','link':'/p','brand':'Acme','color':'navy'}
            """);
    var product = line.product();
    assertThat(line.stocked()).isTrue();
    assertThat(product.id()).isEqualTo("6788257415204");
    assertThat(product.name()).isEqualTo("Jeans");
    assertThat(product.category()).isEqualTo("apparel_accessories.clothing.röcke");
    assertThat(product.price()).isEqualTo(1259.9);
    assertThat(product.stock()).isEqualTo(1);
    assertThat(product.url()).isEqualTo("/p");
    assertThat(product.image()).isEqualTo("/i.png");
    assertThat(product.attributes())
        .isEqualTo(Map.of("brand", List.of("Acme"), "colour", List.of("navy")));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "'stock':-3, 0, true",
        "'stock':'12', 12, true",
        "'stock':null, 0, false",
        "'sizes':null, 0, false",
        "'availability':'out_of_stock', 0, true",
        "'availability':'In Stock', 1, true"
      })
  void aStockIsReadAsShopsCountIt(String member, int stock, boolean stocked) throws LineRejected {
    var line = read("{'id':'1','name':'a','category':'b','price':'9'," + member + "}");
    assertThat(line.product().stock()).isEqualTo(stock);
    assertThat(line.stocked()).isEqualTo(stocked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json                                     | ``",
        "[1]                                          | ``",
        "{} {}                                        | ``",
        "{'id':'1','id':'2'}                          | ``",
        "{}                                           | /category",
        "{'category':'b','farbe':'red'}               | /farbe",
        "{'category':' > '}                           | /category",
        "{'category':'b','name':'a','price':1}        | /id",
        "{'category':'b','id':' '}                    | /id",
        "{'category':'b','id':'a\\u0000'}             | /id",
        "{'category':'b','id':'1','price':1}          | /name",
        "{'category':'b','id':'1','name':'a'}         | /price",
        "{'category':'b','id':'1','name':'a','price':-1} | /price",
        "{'category':'b','id':'1','name':'a','price':1e400} | /price",
        "{'category':'b','id':[7]}                    | /id",
        "{'category':'b','id':'1','name':'a','price':'free'} | /price",
        "{'category':'b','id':'1','name':'a','price':'1,299'} | /price",
        "{'category':'b','id':'1','name':'a','price':'59.90 USD'} | /price",
        "{'category':'b','id':'1','name':'a','price':1,'availability':'soon'} | /availability",
        "{'category':'b','id':'1','name':'a','price':1,'stock':'many'} | /stock",
        "{'category':'b','id':'1','name':'a','price':1,'stock':1.5} | /stock",
        "{'category':'b','id':'1','name':'a','price':1,'stock':99999999999} | /stock",
        "{'category':'b','id':'1','name':'a','price':1,'stock':3,'sizes':{'M':2}} | /stock",
        "{'category':'b','sizes':{'M/L':1.5}}         | /sizes/M~1L",
        "{'category':'b','sizes':{'':2}}              | /sizes/",
        "{'category':'b','sizes':[]}                  | /sizes",
        "{'category':'b','id':'1','name':'a','price':1,'sizes':{'S':1000000000,'M':1}} | /sizes",
        "{'category':'b','id':'1','name':'a','price':1,'attributes':7} | /attributes",
        "{'category':'b','id':'1','name':'a','price':1,'attributes':{'Brand':'x'}} | /attributes/Brand",
        "{'category':'b','id':'1','name':'a','price':1,'attributes':{'size':'x'}} | /attributes/size",
        "{'category':'b','id':'1','name':'a','price':1,'attributes':{'b':{}}} | /attributes/b",
        "{'category':'b','id':'1','name':'a','price':1,'attributes':{'b':['x',null]}} | /attributes/b/1",
        "{'category':'b','id':'1','name':'a','price':1,'url':5} | /url",
      })
  void whatIsWrongIsPointedAt(String line, String pointer) {
    var rejected = catchThrowableOfType(LineRejected.class, () -> read(line));

    assertThat(rejected).isNotNull();
    assertThat(rejected.at(9).pointer()).isEqualTo(pointer);
    assertThat(rejected.at(9).line()).isEqualTo(9);
    assertThat(rejected.at(9).value()).isNotEmpty().hasSizeLessThan(100);
    assertThat(rejected.at(9).expected()).isNotEmpty();
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    byte[] latin1 =
        "{\"id\":\"1\",\"name\":\"Blouson \u00e9t\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    var rejected = catchThrowableOfType(LineRejected.class, () -> ProductReader.read(latin1, null));
    assertThat(rejected).isNotNull();
    assertThat(rejected.at(1).expected()).contains("JSON object");
  }

  private static ProductLine read(String json) throws LineRejected {
    return ProductReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "EUR");
  }
}
