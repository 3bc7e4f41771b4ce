package io.knowfirst.server.store.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An open PostgreSQL with this version's schema. */
public final class Database implements AutoCloseable {
  private static final int CLOSING_SECONDS = 10;
  private static final long ASK_MS = 2_000;
  private static final long ANSWER_MS = 2_000;

  private final Vertx vertx;
  private final Address address;
  private final Pool pool;
  private final StoreBreaker breaker = new StoreBreaker();
  private final @Nullable Embedded embedded;
  private volatile long asking;
  private volatile boolean closing;

  private Database(Vertx vertx, Address address, Pool pool, @Nullable Embedded embedded) {
    this.vertx = vertx;
    this.address = address;
    this.pool = pool;
    this.embedded = embedded;
    lookLater();
  }

  private void lookLater() {
    asking =
        vertx.setTimer(
            breaker.isAnswered() ? ASK_MS : StoreBreaker.PAUSE.toMillis(), now -> look());
  }

  private void look() {
    breaker
        .ask(this::ask)
        .onSuccess(answered -> Outage.POSTGRESQL.over())
        .onFailure(
            away -> {
              if (!closing) {
                Outage.POSTGRESQL.failed(away);
              }
            })
        .onComplete(
            done -> {
              if (!closing) {
                lookLater();
              }
            });
  }

  private Future<?> ask() {
    return pool.query("select 1").execute().timeout(ANSWER_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Starts or reaches PostgreSQL and migrates its schema. Blocks for as long as that takes: not on
   * an event loop.
   *
   * @throws DatabaseException with advice, when PostgreSQL cannot be had
   */
  public static Database open(Vertx vertx, DatabaseSettings settings) {
    if (settings.url() != null) {
      return open(vertx, Address.parse(settings.url()), settings.connections(), null);
    }
    var embedded = Embedded.open(settings.data().resolve("postgres"));
    try {
      return open(vertx, embedded.address(), settings.connections(), embedded);
    } catch (RuntimeException e) {
      embedded.close();
      throw e;
    }
  }

  /**
   * Starts or reaches PostgreSQL, brings its schema to this version, and stops what it started.
   *
   * @return one line for people
   * @throws DatabaseException with advice, when that cannot be done
   */
  public static String migrate(DatabaseSettings settings) {
    if (settings.url() != null) {
      return migrated(Address.parse(settings.url()));
    }
    try (var embedded = Embedded.open(settings.data().resolve("postgres"))) {
      return migrated(embedded.address());
    }
  }

  /**
   * Writes all events anew into partitions, while servers may go on, at this version's schema.
   *
   * @param partitions 1 to 1,000
   * @return one line for people
   * @throws DatabaseException with advice, when that cannot be done
   */
  public static String rewriteEvents(DatabaseSettings settings, int partitions) {
    if (settings.url() != null) {
      return rewritten(Address.parse(settings.url()), partitions);
    }
    try (var embedded = Embedded.open(settings.data().resolve("postgres"))) {
      return rewritten(embedded.address(), partitions);
    }
  }

  private static String rewritten(Address address, int partitions) {
    Schema.migrate(address);
    var done = EventRewrite.run(address, partitions);
    return "%,d events of %s written anew into %d partitions: %,d MB in place of %,d, locked for %d ms."
        .formatted(
            done.events(),
            address,
            partitions,
            done.after() >> 20,
            done.before() >> 20,
            done.locked().toMillis());
  }

  /**
   * Looks whether a PostgreSQL of the shop's own can be used, and changes nothing.
   *
   * @return one line for people
   * @throws DatabaseException with advice, when it cannot be reached, or is too old or too new
   */
  public static String check(DatabaseSettings settings) {
    if (settings.url() == null) {
      return "embedded, data in " + settings.data().resolve("postgres");
    }
    var address = Address.parse(settings.url());
    Schema.check(address);
    return address.toString();
  }

  private static String migrated(Address address) {
    var done = Schema.migrate(address);
    return done.from().equals(done.to())
        ? "The schema of %s is version %s already.".formatted(address, done.to())
        : "The schema of %s went from version %s to %s.".formatted(address, done.from(), done.to());
  }

  static Database open(Vertx vertx, Address address, int connections, @Nullable Embedded embedded) {
    Schema.migrate(address);
    var pool =
        PgBuilder.pool()
            .connectingTo(address.options())
            .with(
                new PoolOptions()
                    .setName("postgresql")
                    .setMaxSize(connections)
                    .setMaxWaitQueueSize(10_000)
                    .setConnectionTimeout(5)
                    .setConnectionTimeoutUnit(TimeUnit.SECONDS))
            .with(new NetClientOptions().setConnectTimeout(3_000))
            .using(vertx)
            .build();
    return new Database(vertx, address, new QuietPool(pool), embedded);
  }

  /** Connections shared by all; each waits at most 5 s for one that is free. */
  public Pool pool() {
    return pool;
  }

  /** A connection of JDBC, for work that reads much and blocks; its caller closes it. */
  public Connection connect() throws SQLException {
    return address.connect();
  }

  /** For calls of the pool that must not wait while PostgreSQL is away. */
  public StoreBreaker breaker() {
    return breaker;
  }

  /** For a connection of one's own, for example to listen. */
  public PgConnectOptions connectOptions() {
    return address.options();
  }

  /** One line for people, without the password. */
  public String describe() {
    if (embedded == null) {
      return "PostgreSQL %s".formatted(address);
    }
    return "PostgreSQL %s embedded, %s:%d, data in %s%s"
        .formatted(
            Binaries.VERSION,
            address.host(),
            address.port(),
            embedded.directory(),
            embedded.owner() ? "" : " (run by another process)");
  }

  /** Closes the pool, and stops the embedded PostgreSQL when this process started it. */
  @Override
  public void close() {
    closing = true;
    vertx.cancelTimer(asking);
    try {
      pool.close().await(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      // The connections end with PostgreSQL or with this process.
    } finally {
      if (embedded != null) {
        embedded.close();
      }
    }
  }
}
