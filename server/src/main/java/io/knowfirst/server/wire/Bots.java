package io.knowfirst.server.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import ua_parser.DeviceParser;
import ua_parser.Parser;

/**
 * Tells bots by their user agent: whose device ua-parser calls a spider, and what those patterns
 * leave out, browsers that nobody looks at, robots that name their page after a plus, plain HTTP
 * libraries, monitoring, and the crawlers and fetchers of language models. An app that uses such a
 * library is told by a name of its own before the library's. What an agent was found to be is
 * remembered, in memory and for so many agents only.
 */
public final class Bots {
  private static final int LONGEST = 500;
  private static final int REMEMBERED = 4_000;
  private static final String SPIDER = "Spider";
  private static final Pattern OWN_WORD =
      Pattern.compile(
          "HeadlessChrome|PhantomJS|Chrome-Lighthouse|\\+https?://|[A-Za-z-]*[Bb]ot(?:/[0-9]|;|$)"
              + "|(?i:spider|crawler|scrapy)|Google-(?:InspectionTool|Extended|Read-Aloud)"
              + "|GoogleOther|AdsBot-Google|Mediapartners-Google|FeedFetcher-Google"
              + "|Google-(?:Safety|Site-Verification|NotebookLM|Apps-Script|PageRenderer)|GoogleAgent"
              // Nobody but Internet Explorer and Konqueror says so of itself, and bots do.
              + "|(?:\\(|Gecko[;)]+ )compatible; (?!MSIE|Konqueror|iCab|Netscape)"
              + "|\\bCypress/|\\bPlaywright/|\\bSelenium|\\bPuppeteer|zgrab|masscan|Nuclei|sqlmap"
              + "|Expanse|CensysInspect|ms-office|Microsoft Office|Tiny Tiny RSS|FreshRSS"
              + "|SkypeUriPreview|facebookcatalog|^Viber/|Cardyb|Embedly|W3C_Validator|img2dataset"
              + "|GeedoProductSearch|Sitebulb|vercel-screenshot");

  /** Fetchers and crawlers of language models that do not call themselves bots. */
  private static final Pattern MODEL =
      Pattern.compile(
          "ChatGPT-User|OAI-SearchBot|Claude-(?:User|SearchBot|Web)|anthropic-ai|Perplexity-User"
              + "|Bytespider|meta-external(?:agent|fetcher)|cohere-(?:ai|training)|MistralAI-User"
              + "|DuckAssist|Diffbot|Timpi|omgili|ImagesiftBot|Amazon-Q");

  /** What asks whether the shop still answers. */
  private static final Pattern MONITOR =
      Pattern.compile(
          "(?i)check_http|monitoring-plugins|nagios|zabbix|PRTG|datadog|pingdom|uptime|statuscake"
              + "|site24x7|newrelic|ruxit|dynatrace|checkly|gtmetrix|hetrixtools|blackbox.exporter"
              + "|catchpoint|kube-probe|GoogleHC|ELB-HealthChecker|Route53-Health-Check|icinga|envoy/hc"
              + "|consul health|prometheus/|updown\\.io|freshping|hyperping|pulsetic|speedcurve|monit/"
              + "|^(?:haproxy|alwayson|amazon cloudfront)");

  /** Libraries and tools, whose name comes first. */
  private static final Pattern LIBRARY =
      Pattern.compile(
          "(?i)^(?:python-requests|python-urllib|python-httpx|python|aiohttp|httpx|curl|libcurl|pycurl"
              + "|wget|go-http-client|axios|okhttp|apache-httpclient|apache-httpasyncclient"
              + "|jakarta commons-httpclient|java-http-client|java|reactornetty|vert\\.x-webclient"
              + "|jetty|node-fetch|node|undici|got|superagent|deno|bun|guzzlehttp|guzzle|php|symfony"
              + "|rest-client|http\\.rb|httparty|lwp::simple|ureq|bruno-runtime|grafana k6|fasthttp|colly"
              + "|lua-resty-http|eventmachine|restsharp|hackney|finch|req|akka-http|async-http-client|ahc"
              + "|unirest-java|feign|apache-cxf|libcurl-agent|urllib3|python-urllib3|zapier|n8n|ifttt"
              + "|ruby|faraday|typhoeus|libwww-perl|lwp|reqwest|hyper|winhttp|powershell"
              + "|postmanruntime|insomnia|httpie|k6|apachebench|jmeter|apache-jmeter|wrk|hey|vegeta)"
              + "(?:$|[/ ;(])|powershell/");

  /** Read while the server starts. */
  private static final CompletableFuture<Devices> DEVICES =
      CompletableFuture.supplyAsync(Devices::read);

  private static final Map<String, Boolean> FOUND = new ConcurrentHashMap<>();

  private Bots() {}

  /** Begins to read the patterns, so that they are there when the first request comes. */
  public static void prepare() {
    Objects.requireNonNull(DEVICES);
  }

  /**
   * Whether a bot sent it.
   *
   * @param agent of which the first 500 characters count; null for none, which is no bot's
   */
  public static boolean sent(@Nullable String agent) {
    if (agent == null || agent.isEmpty()) {
      return false;
    }
    var told = agent.length() > LONGEST ? agent.substring(0, LONGEST) : agent;
    var found = FOUND.get(told);
    if (found != null) {
      return found;
    }
    boolean bot =
        OWN_WORD.matcher(told).find()
            || LIBRARY.matcher(told).find()
            || MODEL.matcher(told).find()
            || MONITOR.matcher(told).find()
            || DEVICES.join().spider(told);
    if (FOUND.size() >= REMEMBERED) {
      FOUND.clear();
    }
    FOUND.put(told, bot);
    return bot;
  }

  /**
   * The patterns of ua-parser.
   *
   * @param spiders those that may find one: without a hit there is none
   * @param all in their order, where a phone called Cubot comes before the spiders
   */
  private record Devices(DeviceParser spiders, DeviceParser all) {
    static Devices read() {
      try (InputStream file = Parser.class.getResourceAsStream("/ua_parser/regexes.yaml")) {
        Map<String, List<Map<String, String>>> regexes =
            new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
        var devices = Objects.requireNonNull(regexes.get("device_parsers"));
        var spiders =
            devices.stream().filter(one -> SPIDER.equals(one.get("device_replacement"))).toList();
        return new Devices(DeviceParser.fromList(spiders), DeviceParser.fromList(devices));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    boolean spider(String agent) {
      return spider(spiders, agent) && spider(all, agent);
    }

    private static boolean spider(DeviceParser parser, String agent) {
      return parser.parse(agent).family.equals(SPIDER);
    }
  }
}
