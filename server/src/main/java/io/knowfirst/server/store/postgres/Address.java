package io.knowfirst.server.store.postgres;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where a PostgreSQL is and how to get in. */
record Address(
    String host, int port, String database, String user, String password, SslMode sslMode) {
  private static final String FORM = "postgresql://user:password@host:port/database";

  static Address loopback(int port, String password) {
    return new Address("127.0.0.1", port, "postgres", "postgres", password, SslMode.DISABLE);
  }

  /** Reads an URL as libpq knows it; of its parameters, {@code sslmode} is understood. */
  static Address parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw refused(url, "it is no URL", e);
    }
    if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
      throw refused(url, "it does not begin with postgresql://", null);
    }
    if (uri.getHost() == null) {
      throw refused(url, "it has no host", null);
    }
    var login = uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    var path = uri.getPath() == null ? "" : uri.getPath();
    var user = login.length > 0 ? decode(login[0]) : "postgres";
    return new Address(
        uri.getHost(),
        uri.getPort() < 0 ? 5432 : uri.getPort(),
        path.length() > 1 ? path.substring(1) : user,
        user,
        login.length > 1 ? decode(login[1]) : "",
        sslMode(url, uri.getQuery()));
  }

  private static SslMode sslMode(String url, @Nullable String query) {
    if (query == null) {
      return SslMode.PREFER;
    }
    var parts = query.split("=", 2);
    if (parts.length != 2 || !parts[0].equals("sslmode")) {
      throw refused(
          url, "its parameters are '%s', only sslmode is understood".formatted(query), null);
    }
    try {
      return SslMode.of(parts[1]);
    } catch (IllegalArgumentException e) {
      throw refused(url, "sslmode is '%s'".formatted(parts[1]), e);
    }
  }

  private static DatabaseException refused(String url, String why, @Nullable Throwable cause) {
    return new DatabaseException(
        "The PostgreSQL URL '%s' cannot be used: %s. Expected %s. Maybe a character of the password needs percent encoding."
            .formatted(url.replaceAll("//([^:@/]*):.*@", "//$1:…@"), why, FORM),
        cause);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  Address withLogin(String otherUser, String otherPassword) {
    return new Address(host, port, database, otherUser, otherPassword, sslMode);
  }

  Address withDatabase(String other) {
    return new Address(host, port, other, user, password, sslMode);
  }

  PgConnectOptions options() {
    var options = new PgConnectOptions();
    options
        .setHost(host)
        .setPort(port)
        .setDatabase(database)
        .setUser(user)
        .setPassword(password)
        .setSslMode(sslMode)
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(256)
        .setPipeliningLimit(64);
    options.addProperty("application_name", "knowfirst");
    if (sslMode != SslMode.DISABLE) {
      var checked = sslMode == SslMode.VERIFY_CA || sslMode == SslMode.VERIFY_FULL;
      options.setSslOptions(
          new ClientSSLOptions()
              .setTrustAll(!checked)
              .setHostnameVerificationAlgorithm(sslMode == SslMode.VERIFY_FULL ? "HTTPS" : ""));
    }
    return options;
  }

  String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(host, port, URLEncoder.encode(database, StandardCharsets.UTF_8));
  }

  /** Connects for a moment by JDBC. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), properties());
  }

  Properties properties() {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", sslMode.value);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("ApplicationName", "knowfirst");
    return properties;
  }

  @Override
  public String toString() {
    return "%s:%d/%s as %s".formatted(host, port, database, user);
  }
}
