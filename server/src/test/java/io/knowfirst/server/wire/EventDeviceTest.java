package io.knowfirst.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.KeyKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventDeviceTest {
  private static final String PHONE =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1";
  private static final String DESKTOP =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36";

  @Test
  void of_a_page_the_context_tells_the_device_or_else_the_request_does() throws Exception {
    assertThat(EventDevice.of(context("{\"device\":{\"type\":\"Tablet\"}}"), page(PHONE)))
        .isEqualTo("tablet");
    assertThat(EventDevice.of(context("{\"device\":{\"type\":\"ios\"}}"), page(DESKTOP)))
        .isEqualTo("mobile");
    assertThat(EventDevice.of(context("{\"device\":{\"type\":\"fridge\"}}"), page(PHONE)))
        .isEqualTo("mobile");
    assertThat(EventDevice.of(null, page(DESKTOP))).isEqualTo("desktop");
    assertThat(EventDevice.of(context("{\"userAgent\":\"" + PHONE + "\"}"), page(DESKTOP)))
        .isEqualTo("desktop");
  }

  @Test
  void of_a_backend_the_agent_that_it_tells_counts_and_its_own_does_not() throws Exception {
    var backend = IdentifiedVisitor.trusted(caller(KeyKind.SECRET));
    assertThat(EventDevice.of(context("{\"userAgent\":\"" + PHONE + "\"}"), backend))
        .isEqualTo("mobile");
    assertThat(EventDevice.of(context("{\"userAgent\":42}"), backend)).isNull();
    assertThat(EventDevice.of(null, backend)).isNull();
  }

  private static IdentifiedVisitor page(String agent) {
    var headers = Map.of("User-Agent", agent);
    return new IdentifiedVisitor(
        caller(KeyKind.SITE),
        "v",
        null,
        List.of(),
        null,
        null,
        BrowserSignals.of(headers::get, LocationHeaders.NONE),
        new Notes());
  }

  private static Caller caller(KeyKind kind) {
    return new Caller("k", "key k", Set.of(kind), Set.of(), Set.of());
  }

  private static @Nullable Fields context(String json) throws Exception {
    return Fields.of(new ObjectMapper().readTree(json), At.ROOT, new Faults());
  }
}
