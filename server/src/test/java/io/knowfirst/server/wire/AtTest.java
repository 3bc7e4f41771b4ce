package io.knowfirst.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The examples of RFC 6901, section 5. */
class AtTest {
  @Test
  void aPlaceReadsAsAJsonPointer() {
    assertThat(At.ROOT).hasToString("");
    assertThat(At.ROOT.field("foo")).hasToString("/foo");
    assertThat(At.ROOT.field("foo").item(0)).hasToString("/foo/0");
    assertThat(At.ROOT.field("")).hasToString("/");
    assertThat(At.ROOT.field("a/b")).hasToString("/a~1b");
    assertThat(At.ROOT.field("m~n")).hasToString("/m~0n");
    assertThat(At.ROOT.field(" ")).hasToString("/ ");
    assertThat(At.ROOT.field("c%d")).hasToString("/c%d");
  }
}
