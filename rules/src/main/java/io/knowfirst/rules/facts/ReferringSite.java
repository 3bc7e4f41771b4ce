package io.knowfirst.rules.facts;

import java.net.IDN;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The site that a referrer names. The host is cut out by hand, since browsers send addresses that
 * no strict parser takes: blanks, bars and braces in the query, an underscore or an umlaut in the
 * host.
 *
 * @param host in small letters, without user and port
 * @param name the label before the public suffix ({@code www.bbc.co.uk} is bbc), or the usual name
 *     of a service ({@code t.co} is x)
 */
record ReferringSite(String host, String name) {
  private static final String APP = "android-app://";
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*");
  private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{M}\\p{N}._-]+|\\[[0-9a-f:.]+]");

  /** {@code https://}, {@code //} and what is left of them where slashes or a colon were lost. */
  private static final Pattern SCHEME =
      Pattern.compile("(?i)[^/?#]*://|//|https?:/?(?!/)|https?//");

  private static final Pattern ENCODED = Pattern.compile("(?i)(https?)%3a%2f%2f");

  /** A host of several labels without a scheme; a path, a word or a file is none. */
  private static final Pattern BARE =
      Pattern.compile(
          "(?i)(?:[\\p{L}\\p{M}\\p{N}_-]+\\.)+"
              + "(?!(?:html?|php|aspx?|jsp|js|css|pdf|png|jpe?g|gif|svg)\\b)(?:\\p{L}[\\p{L}\\p{M}]+|xn--[a-z0-9-]+)"
              + "\\.*(?::\\d*)?(?:[/?#\\\\]|$)");

  private static final Map<String, String> SERVICES =
      Map.ofEntries(
          Map.entry("t.co", "x"),
          Map.entry("twitter.com", "x"),
          Map.entry("youtu.be", "youtube"),
          Map.entry("fb.com", "facebook"),
          Map.entry("fb.me", "facebook"),
          Map.entry("lnkd.in", "linkedin"),
          Map.entry("redd.it", "reddit"),
          Map.entry("pin.it", "pinterest"),
          Map.entry("g.co", "google"),
          Map.entry("mail.google.com", "gmail"),
          Map.entry("com.google.android.gm", "gmail"),
          Map.entry("com.twitter.android", "x"),
          Map.entry("org.telegram.messenger", "telegram"),
          Map.entry("t.me", "telegram"));

  /** Second labels that are suffixes under country codes: co.uk, com.au, or.jp, asso.fr … */
  private static final Set<String> SECOND =
      Set.of(
          "ac", "asn", "asso", "co", "com", "edu", "go", "gob", "gouv", "gov", "gv", "ltd", "mil",
          "ne", "net", "nhs", "nom", "or", "org", "plc", "sch");

  /** Sites whose customers have a name of their own before them. */
  private static final Set<String> HOSTING =
      Set.of(
          """
          azurewebsites.net blogspot.com cloudfront.net github.io gitlab.io
          herokuapp.com myshopify.com netlify.app pages.dev vercel.app web.app
          wixsite.com wordpress.com workers.dev
          """
              .split("\\s+"));

  /** Empty where the text names no site: nothing, a path, a word. */
  static Optional<ReferringSite> of(String referrer) {
    var text = referrer.strip();
    if (text.regionMatches(true, 0, APP, 0, APP.length())) {
      var app = host(text.substring(APP.length()));
      return HOST.matcher(app).matches()
          ? Optional.of(new ReferringSite(app, appName(app)))
          : Optional.empty();
    }
    var encoded = ENCODED.matcher(text);
    if (encoded.lookingAt()) {
      text = encoded.group(1) + "://" + text.substring(encoded.end()).replaceAll("(?i)%2f", "/");
    }
    var scheme = SCHEME.matcher(text);
    if (!scheme.lookingAt() && !BARE.matcher(text).lookingAt()) {
      return Optional.empty();
    }
    var host = host(text.substring(scheme.lookingAt() ? scheme.end() : 0));
    return HOST.matcher(host).matches()
        ? Optional.of(new ReferringSite(host, siteName(host)))
        : Optional.empty();
  }

  private static String host(String rest) {
    int end = 0;
    while (end < rest.length() && "/?#\\".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    var authority = rest.substring(rest.lastIndexOf('@', end - 1) + 1, end);
    int port = authority.indexOf(':', Math.max(0, authority.indexOf(']')));
    var host = (port < 0 ? authority : authority.substring(0, port)).toLowerCase(Locale.ROOT);
    var bare = host.replaceFirst("\\.+$", "");
    return bare.contains("xn--") ? IDN.toUnicode(bare) : bare;
  }

  private static String siteName(String host) {
    var known = SERVICES.get(host.startsWith("www.") ? host.substring(4) : host);
    if (known != null) {
      return known;
    }
    var labels = host.split("\\.", -1);
    int last = labels.length - 1;
    if (last == 0 || ADDRESS.matcher(host).matches()) {
      return host;
    }
    boolean longSuffix =
        last > 1
            && !(last == 2 && labels[0].equals("www"))
            && ((labels[last].length() == 2 && SECOND.contains(labels[last - 1]))
                || HOSTING.contains(labels[last - 1] + "." + labels[last]));
    return labels[longSuffix ? last - 2 : last - 1];
  }

  /** The maker in an app's name: {@code com.pinterest} is pinterest. */
  private static String appName(String app) {
    var known = SERVICES.get(app);
    if (known != null) {
      return known;
    }
    var labels = app.split("\\.", -1);
    boolean longPrefix = labels.length > 2 && labels[0].length() == 2 && SECOND.contains(labels[1]);
    return labels[longPrefix ? 2 : Math.min(1, labels.length - 1)];
  }
}
