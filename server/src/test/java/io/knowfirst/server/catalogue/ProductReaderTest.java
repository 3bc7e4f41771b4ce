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
  void aLineMayLeaveOutTheStock() throws LineRejected {
    assertThat(read("{'id':'1','name':'a','category':'b','price':0}").stocked()).isFalse();
    assertThat(read("{'id':'1','name':'a','category':'b','price':0,'stock':4}").product().stock())
        .isEqualTo(4);
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
        "{'category':'b','colour':'red'}              | /colour",
        "{'category':'Apparel'}                       | /category",
        "{'category':'a..b'}                          | /category",
        "{'category':'b','name':'a','price':1}        | /id",
        "{'category':'b','id':7}                      | /id",
        "{'category':'b','id':' '}                    | /id",
        "{'category':'b','id':'a\\u0000'}             | /id",
        "{'category':'b','id':'1','price':1}          | /name",
        "{'category':'b','id':'1','name':'a'}         | /price",
        "{'category':'b','id':'1','name':'a','price':-1} | /price",
        "{'category':'b','id':'1','name':'a','price':1e400} | /price",
        "{'category':'b','id':'1','name':'a','price':'9'} | /price",
        "{'category':'b','id':'1','name':'a','price':1,'stock':1.5} | /stock",
        "{'category':'b','id':'1','name':'a','price':1,'stock':-1} | /stock",
        "{'category':'b','id':'1','name':'a','price':1,'stock':99999999999} | /stock",
        "{'category':'b','id':'1','name':'a','price':1,'stock':null} | /stock",
        "{'category':'b','id':'1','name':'a','price':1,'stock':3,'sizes':{'M':2}} | /stock",
        "{'category':'b','sizes':{'M/L':-2}}          | /sizes/M~1L",
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

    var rejected = catchThrowableOfType(LineRejected.class, () -> ProductReader.read(latin1));
    assertThat(rejected).isNotNull();
    assertThat(rejected.at(1).expected()).contains("JSON object");
  }

  private static ProductLine read(String json) throws LineRejected {
    return ProductReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
