package io.knowfirst.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoreBreakerTest {
  private final StoreBreaker breaker = new StoreBreaker();
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void no_request_is_the_one_that_finds_out_whether_postgresql_is_back() throws Exception {
    away();
    away();
    assertThat(breaker.isAnswered()).isFalse();

    Thread.sleep(StoreBreaker.PAUSE.multipliedBy(2).toMillis());
    assertThat(breaker.call(this::answered).cause()).isInstanceOf(StoreUnavailable.class);
    var question = Promise.<String>promise();
    var asked = breaker.ask(question::future);
    assertThat(breaker.call(this::answered).cause()).isInstanceOf(StoreUnavailable.class);
    assertThat(calls).hasValue(0);

    question.complete("back");
    assertThat(asked.result()).isEqualTo("back");
    assertThat(breaker.isAnswered()).isTrue();
    assertThat(breaker.call(this::answered).result()).isEqualTo("stored");
  }

  @Test
  void a_question_that_gets_no_answer_is_asked_again_after_a_pause() {
    away();
    away();
    assertThat(breaker.ask(this::answered).cause()).isInstanceOf(StoreUnavailable.class);
    await().until(() -> breaker.ask(StoreBreakerTest::late).cause() instanceof TimeoutException);
    assertThat(breaker.isAnswered()).isFalse();
    await().until(() -> breaker.ask(this::answered).succeeded());
    assertThat(breaker.isAnswered()).isTrue();
  }

  @Test
  void calls_that_are_too_many_do_not_make_postgresql_be_away() {
    var late = Stream.generate(Promise::<String>promise).limit(10).toList();
    late.forEach(call -> breaker.call(call::future));
    breaker.call(this::answered);
    late.forEach(call -> call.fail(new TimeoutException("waited for a connection")));
    assertThat(breaker.isAnswered()).isTrue();
    away();
    away();
    assertThat(breaker.isAnswered()).isFalse();
  }

  private void away() {
    breaker.call(StoreBreakerTest::late);
  }

  private static Future<String> late() {
    return Future.failedFuture(new TimeoutException("no answer"));
  }

  private Future<String> answered() {
    calls.incrementAndGet();
    return Future.succeededFuture("stored");
  }
}
