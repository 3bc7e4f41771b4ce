package io.knowfirst.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents as their makers publish them. */
class BotsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // developers.google.com/search/docs/crawling-indexing/google-common-crawlers
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/120.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        // bing.com/webmasters/help/which-crawlers-does-bing-use-8c184ec0
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/103.0.5060.134 Safari/537.36",
        // support.apple.com/en-us/119829
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)",
        // platform.openai.com/docs/bots
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        // yandex.com/support/webmaster/robot-workings/check-yandex-robots.html
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        // developers.facebook.com/docs/sharing/webmasters/web-crawlers
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        // uptimerobot.com
        "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        // The libraries' own, as they send them when nobody sets another.
        "python-requests/2.31.0",
        "Python-urllib/3.11",
        "python-httpx/0.27.0",
        "curl/8.4.0",
        "Wget/1.21.4",
        "Go-http-client/1.1",
        "axios/1.6.2",
        "okhttp/4.12.0",
        "Apache-HttpClient/4.5.14 (Java/17.0.9)",
        "Java-http-client/17.0.9",
        "Java/1.8.0_392",
        "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
        "node",
        "undici",
        "GuzzleHttp/7",
        "PostmanRuntime/7.36.0",
        "rest-client/2.1.0 (linux x86_64) ruby/3.3.0p0",
        "HTTParty",
        "RestSharp/112.1.0.0",
        "async-http-client/2.12",
        "hackney/1.20.1",
        "urllib3/2.2.3",
        "lua-resty-http/0.17.1 (Lua) ngx_lua/10026",
        "bruno-runtime/1.38.0",
        "Grafana k6/1.0",
        "Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.22631; en-US) PowerShell/7.4.6",
        "Playwright/1.49.1 (x64; ubuntu 24.04) node/22.12",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Cypress/13.16.0 Chrome/118.0.5993.159 Electron/27.1.3 Safari/537.36",
        "Mozilla/5.0 zgrab/0.x",
        "Expanse, a Palo Alto Networks company, searches across the global IPv4 space multiple times per day",
        // Previews of links and documents, by their makers' docs.
        "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
        "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
        "Google-NotebookLM",
        "Mozilla/5.0 (compatible; GoogleAgent-Mariner)",
        // What watches over shops, by its makers' docs.
        "Amazon-Route53-Health-Check-Service (ref 1234; report http://amzn.to/1vsZADi)",
        "Consul Health Check",
        "updown.io daemon 2.11",
        "Prometheus/2.55.1",
        "check_http/v2.3.3 (monitoring-plugins 2.3.3)",
        "Mozilla/5.0 (compatible; PRTG Network Monitor (www.paessler.com); Windows)",
        "Datadog/Synthetics",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 DatadogSynthetics",
        "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
        "kube-probe/1.29",
        // darkvisitors.com/agents
        "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ClaudeBot/1.0",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; Claude-User/1.0",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; PerplexityBot/1.0",
        "meta-externalagent/1.1",
        "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)",
        "GoogleOther",
        // developer.chrome.com/docs/chromium/headless, and Lighthouse by its docs
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 7.0; Moto G (4)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/98.0.4695.0 Mobile Safari/537.36 Chrome-Lighthouse",
      })
  void who_says_to_be_a_robot_is_one(String agent) {
    assertThat(Bots.sent(agent)).isTrue();
    assertThat(Bots.sent(agent)).as("as remembered").isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
        // A phone whose maker is called Cubot.
        "Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus Build/PPR1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.96 Mobile Safari/537.36",
        // Within the app of a social network, and a shop's own app.
        "Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0.0.0 Mobile Safari/537.36 [FBAN/EMA;FBLC/de_DE;FBAV/344.0.0.8.111;]",
        "MyShop/7.2 okhttp/4.12.0",
        // Flutter's own client, and a browser whose name begins like a tool's.
        "Dart/3.2 (dart:io)",
        "Mozilla/5.0 (Linux; Android 13; CUBOT KINGKONG 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
        "Curler/2.0 (shop app)",
        "Required/2.0 (shop app)",
        "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)",
        "Mozilla/5.0 (compatible; Konqueror/4.14; Linux) KHTML/4.14.2 (like Gecko)",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 [FBAN/FBIOS;FBAV/490.0.0.36.108;FBBV/668488]",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 Instagram 361.0.0.46.88 Android",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Snapchat/13.16.0.50 (like Safari/8619.1.26.30.5, panda)",
        "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.5359.211 Safari/537.36 WebAppManager",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Electron/33.2.0 Safari/537.36 Slack/4.41",
        "Opera/9.80 (Android; Opera Mini/85.0.2254/191.303; U; en) Presto/2.12.423 Version/12.16",
        "ktor-client",
        "Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UQ1A.240105.004)",
        "MyShop/7.2 CFNetwork/1408.0.4 Darwin/22.5.0",
      })
  void a_browser_or_an_app_of_a_person_is_none(String agent) {
    assertThat(Bots.sent(agent)).isFalse();
    assertThat(Bots.sent(agent)).as("as remembered").isFalse();
  }

  @Test
  void without_an_agent_nobody_is_called_a_bot() {
    assertThat(Bots.sent(null)).isFalse();
    assertThat(Bots.sent("")).isFalse();
  }

  @Test
  void more_agents_than_are_remembered_are_told_as_well() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(Bots.sent("Shop/" + i)).isFalse();
      assertThat(Bots.sent("Robot/" + i + " (+https://example.org)")).isTrue();
    }
  }

  @Test
  void of_a_very_long_agent_the_beginning_counts() {
    assertThat(Bots.sent("a".repeat(100_000) + " +http://example.org")).isFalse();
    assertThat(Bots.sent("+http://example.org " + "a".repeat(100_000))).isTrue();
  }
}
