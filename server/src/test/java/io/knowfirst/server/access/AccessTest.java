package io.knowfirst.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.knowfirst.experiments.assignment.Assignment;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.model.HoldoutAssignment;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Decision.Tested TESTED =
      new Decision.Tested("layout", "grid", 2, 17, 0.25, Assignment.Source.STICKY);
  private static final List<HoldoutAssignment.Draw> DRAWS =
      List.of(
          new HoldoutAssignment.Draw("holdout", "known", 4711, 0.95),
          new HoldoutAssignment.Draw("holdout:a:b", "tested", 12, 0.0475));
  private static final Exposure SHOWN =
      new Exposure("d-1", "reco", "v-1", Outcome.TESTED, null, TESTED, DRAWS, "web", "mobile");

  private static Vertx vertx;
  private static Database database;
  private final SecureRandom random = new SecureRandom();
  private volatile Instant now = NOW;
  private AccessKeys keys;
  private Access access;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
  }

  @AfterAll
  static void stop() {
    database.close();
    done(vertx.close());
  }

  @BeforeEach
  void open() {
    execute("truncate access_key, signing_secret");
    keys = new AccessKeys(database.pool(), () -> now, random);
    access = member();
  }

  @AfterEach
  void close() {
    access.close();
  }

  @Test
  void aKeyIsShownOnceAndKeptAsItsHash() {
    var made = done(keys.make(KeyKind.SECRET, "backend", List.of()));
    assertThat(made.text()).matches("kf_secret_[A-Za-z0-9_-]{43}");
    var kept =
        done(database.pool().query("select access_key::text as kept from access_key").execute());
    assertThat(kept.iterator().next().getString("kept")).doesNotContain(made.text().substring(10));
    assertThat(done(keys.list())).containsExactly(made.key());
    assertThat(made.key().created()).isEqualTo(NOW);
  }

  @Test
  void ofTwoMembersThatStartAtOnceOneMakesTheFirstKeys() {
    var other = new AccessKeys(database.pool(), () -> now, random);
    var one = keys.makeFirst(List.of("https://shop.example"));
    var two = other.makeFirst(List.of("https://shop.example"));
    var made = Stream.of(one, two).flatMap(future -> done(future).stream()).toList();
    assertThat(made)
        .extracting(key -> key.key().kind())
        .containsExactlyInAnyOrder(KeyKind.values());
    assertThat(done(keys.list())).hasSameSizeAs(made);
  }

  @Test
  void firstKeysAreNotMadeAgainWhereAllAreRevoked() {
    var made = done(keys.makeFirst(List.of()));
    made.forEach(key -> done(keys.revoke(key.key().id())));
    assertThat(done(keys.makeFirst(List.of()))).isEmpty();
  }

  @Test
  void aKeySaysWhoCalls() {
    var site = done(keys.make(KeyKind.SITE, "shop", List.of("https://shop.example")));
    var admin = done(keys.make(KeyKind.ADMIN, "ops", List.of()));
    done(access.refresh());
    var caller = access.caller(site.text()).orElseThrow();
    assertThat(caller.id()).isEqualTo(site.key().id());
    assertThat(caller.isPublic()).isTrue();
    assertThat(caller.mayCallFrom("https://shop.example")).isTrue();
    assertThat(caller.mayCallFrom(null)).isTrue();
    assertThat(caller.mayCallFrom("https://other.example")).isFalse();
    assertThat(access.caller(admin.text()).orElseThrow().grants()).containsOnly(KeyKind.ADMIN);
    assertThat(access.knowsOrigin("https://shop.example")).isTrue();
    assertThat(access.knowsOrigin("https://other.example")).isFalse();
  }

  @Test
  void whatIsNoKeyIsNobody() {
    done(keys.make(KeyKind.SITE, "shop", List.of()));
    done(access.refresh());
    assertThat(access.caller(null)).isEmpty();
    assertThat(access.caller("")).isEmpty();
    assertThat(access.caller("kf_site_" + "A".repeat(43))).isEmpty();
    assertThat(access.caller("k".repeat(10_000))).isEmpty();
  }

  @Test
  void aNewKeyIsGoodAndARevokedOneIsNotWithoutARestart() {
    var made = done(keys.make(KeyKind.SECRET, "backend", List.of()));
    await().until(() -> access.caller(made.text()).isPresent());
    now = NOW.plusSeconds(60);
    assertThat(done(keys.revoke(made.key().id()))).isTrue();
    await().until(() -> access.caller(made.text()).isEmpty());
    assertThat(done(keys.revoke(made.key().id()))).isFalse();
    assertThat(done(keys.revoke("none"))).isFalse();
    assertThat(done(keys.list()).get(0).revoked()).isEqualTo(now);
  }

  @Test
  void theLastCopyServesOnWhilePostgresIsAway() {
    var made = done(keys.make(KeyKind.SECRET, "backend", List.of()));
    done(access.refresh());
    execute("alter table access_key rename to away");
    assertThat(access.refresh().toCompletionStage().toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10));
    assertThat(access.caller(made.text())).isPresent();
    execute("alter table away rename to access_key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "shop.example",
        "https://shop.example/",
        "https://Shop.example",
        "https://*.shop.example",
        "https://shop.example:443",
        "http://shop.example:80",
        "ftp://shop.example",
        "null",
        "",
        "https://"
      })
  void anOriginIsOneThatBrowsersSend(String origin) {
    assertThatThrownBy(() -> keys.make(KeyKind.SITE, "shop", List.of(origin)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("origin is \"" + origin + "\", expected one as browsers send it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example",
        "http://localhost:8080",
        "http://[::1]:8080",
        "https://a-b.c"
      })
  void originsOfAllSortsAreTaken(String origin) {
    assertThat(done(keys.make(KeyKind.SITE, "shop", List.of(origin))).key().origins())
        .containsExactly(origin);
  }

  @Test
  void aKeyNeedsANameAndOnlyASiteKeyHasOrigins() {
    assertThatThrownBy(() -> keys.make(KeyKind.SITE, " ", List.of()))
        .hasMessage("name is \" \", expected 1 to 100 characters. Maybe say what the key is for.");
    assertThatThrownBy(() -> keys.make(KeyKind.ADMIN, "ops", List.of("https://a.example")))
        .hasMessageContaining("Maybe a site key is meant");
  }

  @Test
  void aVisitorTokenIsGoodOnEveryMemberUntilItEnds() {
    var token = access.visitorToken("v:1 ä", Duration.ofHours(1));
    assertThat(token).matches("1\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{22}");
    try (var other = member()) {
      assertThat(other.visitor(token))
          .contains(new SignedVisitor("v:1 ä", NOW.plus(Duration.ofHours(1))));
    }
    now = NOW.plus(Duration.ofHours(1));
    assertThat(access.visitor(token)).isEmpty();
    assertThat(access.visitor(null)).isEmpty();
  }

  @Test
  void aRotatedSecretSignsAfterAMinuteAndOldTokensLiveOn() {
    var old = access.visitorToken("v-1", Duration.ofHours(1));
    var secrets = new SigningSecrets(database.pool(), () -> now, random);
    assertThat(done(secrets.rotate(Duration.ofDays(30)))).isEqualTo(2);
    done(access.refresh());
    assertThat(access.visitorToken("v-1", Duration.ofHours(1))).isEqualTo(old);
    now = NOW.plusSeconds(60);
    done(access.refresh());
    var young = access.visitorToken("v-1", Duration.ofHours(1));
    assertThat(young).startsWith("2.");
    assertThat(access.visitor(old)).isPresent();
    assertThat(access.visitor(young)).isPresent();
    assertThat(access.signsLike(young)).isTrue();
    assertThat(access.signsLike(old)).isFalse();
  }

  @Test
  void whatARotatedSecretSignedIsAcceptedForTheTimeStatedAndNoLonger() {
    var old = access.visitorToken("v-1", Duration.ofDays(365));
    var shown = access.sign(SHOWN);
    var secrets = new SigningSecrets(database.pool(), () -> now, random);
    done(secrets.rotate(Duration.ofDays(30)));
    done(access.refresh());
    now = NOW.plusSeconds(59).plus(Duration.ofDays(30));
    assertThat(access.visitor(old)).isPresent();
    assertThat(access.read(shown)).isPresent();
    // Without another look at PostgreSQL, which may be away then.
    now = NOW.plusSeconds(60).plus(Duration.ofDays(30));
    assertThat(access.visitor(old)).isEmpty();
    assertThat(access.read(shown)).isEmpty();
    done(access.refresh());
    assertThat(access.visitor(access.visitorToken("v-1", Duration.ofDays(1)))).isPresent();
    assertThat(done(secrets.list()))
        .extracting(SigningSecrets.Listed::until)
        .containsExactly(NOW.plusSeconds(60).plus(Duration.ofDays(30)), null);
  }

  @Test
  void aRevokedSecretProvesNobodyOnAnyMemberAndAnotherSignsAtOnce() {
    var leaked = access.visitorToken("v-1", Duration.ofDays(365));
    var secrets = new SigningSecrets(database.pool(), () -> now, random);
    try (var other = member()) {
      assertThat(done(secrets.revoke(1))).isTrue();
      await().until(() -> access.visitor(leaked).isEmpty() && other.visitor(leaked).isEmpty());
      var anew = access.visitorToken("v-1", Duration.ofDays(365));
      assertThat(anew).startsWith("2.");
      assertThat(other.visitor(anew)).isPresent();
    }
    assertThat(done(secrets.revoke(1))).isFalse();
    assertThat(done(secrets.revoke(9))).isFalse();
  }

  @Test
  void aSignInComesBackWithAllItSays() {
    var signedIn = new SignedVisitor("c-1", 3, "s-1", "v-1", NOW.plus(Duration.ofDays(30)));
    assertThat(access.visitor(access.sign(signedIn))).contains(signedIn);
    assertThat(access.newSession()).matches("s-[A-Za-z0-9_-]{22}");
  }

  @Test
  void aSiteKeyMayBeOfSomeChannelsAndOthersAreOfAll() {
    var app = done(make(KeyKind.SITE, "app", List.of("app", "till")));
    var all = done(keys.make(KeyKind.SITE, "all", List.of()));
    done(access.refresh());
    var caller = access.caller(app.text()).orElseThrow();
    assertThat(caller.mayAskFor("till")).isTrue();
    assertThat(caller.mayAskFor("web")).isFalse();
    assertThat(access.caller(all.text()).orElseThrow().mayAskFor("web")).isTrue();
    assertThat(done(keys.list()))
        .filteredOn(key -> key.name().equals("app"))
        .extracting(AccessKey::channels)
        .containsExactly(List.of("app", "till"));
    assertThatThrownBy(() -> make(KeyKind.SECRET, "ops", List.of("web")))
        .hasMessageContaining("Maybe a site key is meant");
    assertThatThrownBy(() -> make(KeyKind.SITE, "shop", List.of(" ")))
        .hasMessageStartingWith("channel is \" \", expected 1 to 100 characters. Maybe");
  }

  @Test
  void membersThatStartTogetherShareTheFirstSecret() {
    execute("truncate signing_secret");
    var first = Access.open(vertx, database.pool(), () -> now, random);
    var second = Access.open(vertx, database.pool(), () -> now, random);
    try (var one = done(first);
        var two = done(second)) {
      assertThat(two.visitor(one.visitorToken("v-1", Duration.ofHours(1)))).isPresent();
    }
  }

  @Test
  void anExposureComesBackAsItWas() {
    assertThat(access.read(access.sign(SHOWN))).contains(SHOWN);
    var bot =
        new Exposure("d-1", "reco", "v-1", Outcome.TESTED, null, TESTED, DRAWS, "web", "bot", true);
    assertThat(access.read(access.sign(bot))).contains(bot);
    for (var ahead : List.of(SHOWN.ofPrefetch(), bot.ofPrefetch())) {
      assertThat(ahead.prefetched()).isTrue();
      assertThat(access.read(access.sign(ahead))).contains(ahead);
    }
    var cut = "trait:tier=gold\tcontext:geo.country=DE";
    for (var one : List.of(SHOWN.cut(cut), bot.ofPrefetch().cut(cut))) {
      assertThat(access.read(access.sign(one))).contains(one);
    }
    var known =
        new Exposure("d-2", "hero", "v-2", Outcome.KNOWN, "jeans", null, List.of(), "app", null);
    assertThat(access.read(access.sign(known))).contains(known);
    var nowhere =
        new Exposure("d-3", "hero", "v-2", Outcome.DEFAULT, null, null, DRAWS, null, null);
    assertThat(access.read(access.sign(nowhere))).contains(nowhere);
    assertThat(access.read("")).isEmpty();
    assertThat(access.read("1.x.y")).isEmpty();
    assertThat(access.read("x".repeat(5000))).isEmpty();
    assertThat(access.read(access.visitorToken("v-1", Duration.ofHours(1)))).isEmpty();
    assertThat(access.visitor(access.sign(SHOWN))).isEmpty();
  }

  @Test
  void aLineBreakInAnIdOfAnExposureNeitherFailsNorAddsAPart() {
    var tested = new Decision.Tested("reco", "list\nknown", 1, 17, 0.5, Assignment.Source.HASHED);
    var broken =
        new Exposure("d-1", "reco", "v\n2", Outcome.TESTED, "a\n", tested, DRAWS, "w\nb", "\n");
    assertThat(access.read(access.sign(broken))).contains(broken);
  }

  @Test
  void newVisitorsAreNotGuessed() {
    assertThat(access.newVisitor())
        .matches("v-[A-Za-z0-9_-]{22}")
        .isNotEqualTo(access.newVisitor());
  }

  @Test
  void aKeyEndsByItselfAlsoWhereNothingIsReadAnew() {
    var wanted =
        new WantedKey(
            KeyKind.SECRET, "trial", List.of(), List.of(), null, NOW.plus(Duration.ofDays(2)));
    var made = done(keys.make(wanted, Actor.itself("test")));
    done(access.refresh());
    assertThat(access.caller(made.text())).isPresent();
    now = NOW.plus(Duration.ofDays(2));
    assertThat(access.caller(made.text())).isEmpty();
    assertThat(done(keys.list()).get(0).hasExpired(now)).isTrue();
    assertThatThrownBy(() -> keys.make(wanted, Actor.itself("test")))
        .hasMessageStartingWith("expires is 2026-11-24T09:00:00Z, expected a time to come. Maybe");
  }

  @Test
  void aKeyIsRenamedAndStaysTheSame() {
    var made = done(keys.make(KeyKind.ADMIN, "ops", List.of()));
    assertThat(done(keys.rename(made.key().id(), "pipeline", Actor.itself("test")))).isTrue();
    assertThat(done(keys.rename("0000000000", "pipeline", Actor.itself("test")))).isFalse();
    assertThat(done(keys.list())).extracting(AccessKey::name).containsExactly("pipeline");
    done(access.refresh());
    assertThat(access.caller(made.text())).isPresent();
    assertThatThrownBy(() -> keys.rename(made.key().id(), " ", Actor.itself("test")))
        .hasMessageStartingWith("name is \" \", expected 1 to 100 characters.");
  }

  @Test
  void aMemberThatListensHearsOfARevocationBeforeItWouldLook() {
    var made = done(keys.make(KeyKind.SECRET, "backend", List.of()));
    access.listen(database.connectOptions());
    await().until(() -> access.caller(made.text()).isPresent());
    var took = new ArrayList<Duration>();
    for (int i = 0; i < 9; i++) {
      var other = done(keys.make(KeyKind.SECRET, "backend", List.of()));
      await().until(() -> access.caller(other.text()).isPresent());
      done(keys.revoke(other.key().id()));
      long revoked = System.nanoTime();
      await().pollInterval(Duration.ofMillis(5)).until(() -> access.caller(other.text()).isEmpty());
      took.add(Duration.ofNanos(System.nanoTime() - revoked));
    }
    assertThat(took.stream().sorted().toList().get(took.size() / 2))
        .as("half of them; looking alone takes half a second on average")
        .isLessThan(Duration.ofMillis(300));
  }

  private Future<AccessKey.Made> make(KeyKind kind, String name, List<String> channels) {
    var wanted = new WantedKey(kind, name, List.of(), channels, null, null);
    return keys.make(wanted, Actor.itself("test"));
  }

  private static void execute(String sql) {
    done(database.pool().query(sql).execute());
  }

  private Access member() {
    return done(Access.open(vertx, database.pool(), () -> now, random));
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
