package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Referrers as browsers send them; public suffixes by publicsuffix.org. */
class ArrivalSourcesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "https://www.google.com/search?q=red|shoes&x={a} google search",
        "https://www.google.co.uk/ google search",
        "https://www.google.com.au:443/ google search",
        "https://news.site.example/?c={campaign}\\path site referral",
        "https://my_shop.acme.org/a acme referral",
        "https://www.müller.de/ müller referral",
        "https://www.xn--mller-kva.de/ müller referral",
        "https://www.gmx.net/ gmx referral",
        "https://www.web.de web referral",
        "https://www.dm.de?x=1 dm referral",
        "https://www.bbc.co.uk/news bbc referral",
        "https://shop.hm.com/ hm referral",
        "https://a.b.asahi.or.jp/ asahi referral",
        "https://blue-jeans.myshopify.com/ blue-jeans referral",
        "https://user:pw@www.kicker.de/ kicker referral",
        "HTTPS://WWW.Bing.COM./ bing search",
        "//duckduckgo.com/ duckduckgo search",
        "https://l.instagram.com/?u=x instagram social",
        "https://t.co/abc x social",
        "https://out.reddit.com/ reddit social",
        "android-app://com.google.android.gm/ gmail email",
        "android-app://com.google.android.googlequicksearchbox/ google search",
        "android-app://com.pinterest pinterest social",
        "https://192.0.2.7:8080/x 192.0.2.7 referral",
        "http://[2001:db8::1]/ [2001:db8::1] referral",
        "http://intranet/ intranet referral",
        "www.google.com google search",
        "WWW.Google.COM google search",
        "google.com google search",
        "google.com. google search",
        "https://www.google.com../ google search",
        "www.google.co.uk:443/search?q=//x google search",
        "https:/www.google.com/ google search",
        "https//www.google.com/ google search",
        "https%3A%2F%2Fwww.google.com%2Fsearch google search",
        "m.facebook.com/story.php facebook social",
        "com.google.android.gm gmail email",
        "ANDROID-APP://com.pinterest/ pinterest social",
        "HTTPS://WWW.XN--MLLER-KVA.DE müller referral",
        "xn--mller-kva.de/shop müller referral",
        "www.müller.de müller referral",
      })
  void theSourceIsTheNameBeforeThePublicSuffix(String referrer, String source, String medium) {
    var arrival = arrival(referrer);
    assertThat(arrival.source()).isEqualTo(source);
    assertThat(arrival.medium()).isEqualTo(medium);
  }

  @Test
  void aBlankInTheQueryHidesNoHost() {
    assertThat(arrival("https://www.ecosia.org/search?q=red shoes").source()).isEqualTo("ecosia");
    assertThat(arrival("https://www.ecosia.org/search?q=red shoes").referrer())
        .isEqualTo("www.ecosia.org");
  }

  @ParameterizedTest
  @CsvSource({
    "about:blank",
    "shoes",
    "/shoes//77",
    "https://",
    "https:///x",
    "data:text//x",
    "//",
    "index.html",
    "shop/index.php",
    "1.5",
    "mailto:a@google.com",
    "red.jeans shoes",
    "..",
    "localhost:8080"
  })
  void whatNamesNoSiteIsDirect(String referrer) {
    assertThat(arrival(referrer).source()).isEqualTo("direct");
    assertThat(arrival(referrer).referrer()).isNull();
  }

  private static Arrival arrival(String referrer) {
    return Arrival.from(referrer, Map.of(), new Origin("e", Instant.EPOCH));
  }
}
