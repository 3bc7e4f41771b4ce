package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "undefined",
        "UNDEFINED",
        " Undefined\t",
        "null",
        "NULL",
        "nil",
        "NaN",
        "nan",
        "None",
        "0",
        "000",
        "-0",
        "0.0",
        "٠",
        "[object Object]",
        "[OBJECT OBJECT]",
        "[object\u00a0Object]",
        "anonymous",
        "Anonymous User",
        "guest",
        "GUEST",
        "true",
        "False",
        "-",
        "--",
        "—",
        "_",
        "?",
        "()",
        "{}",
        "[]",
        "",
        " ",
        "\t",
        "\u00a0",
        "\u2003",
        "\u3000",
        "\u200b",
        "\ufeff",
        "\u3164",
        "\u2800",
        "\u200bnull\u200b",
        "ｎｕｌｌ",
        "\"null\"",
        "'undefined'",
        "(not set)",
        "n/a",
        "00000000-0000-0000-0000-000000000000",
        "00000000000000000000000000000000",
        "{00000000-0000-0000-0000-000000000000}",
        "not_authenticated",
        "distinct_id",
        "{{ user.id }}",
        "${userId}",
        "%%USER%%",
        "<%= user %>",
        "{user_id}",
        "#{user.id}",
        "[[userId]]",
        "*|UNIQID|*",
        "%7B%7Buser.id%7D%7D",
        // Several missing values, or one behind a name.
        "undefinedundefined",
        "undefined undefined",
        "null-null",
        "nullundefined",
        "user-undefined",
        "customer_null",
        "uid:undefined",
        "undefined@undefined",
        "{\"id\":null}",
        "[undefined]",
        "Optional(nil)",
        // Placeholders that were not filled in.
        "__USER_ID__",
        "%user_id%",
        "<user-id>",
        ":userId",
        "YOUR_USER_ID",
        "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx",
        // Of a generator that gives only zeros or ones (RFC 9562, 5.4, 5.9, 5.10).
        "00000000-0000-4000-8000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        // issuetracker.google.com/issues/36917541: the same on all of these devices.
        "9774d56d682e549c",
        "9774D56D682E549C",
        "Gast",
        "unbekannt",
        "not logged in",
        "#N/A",
        "#WERT!"
      })
  void aTextThatStandsForNobodyIsNoIdOfAVisitor(String id) {
    assertThat(VisitorId.isNobody(id)).isTrue();
    assertThat(VisitorId.advice(id)).startsWith("Maybe ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v-1",
        "1",
        "07",
        "550050854",
        "guest-42",
        "anonymous-7f3a",
        "nullable",
        "Nancy",
        "nina@example.com",
        "undefined@example.com",
        "00000000-0000-0000-0000-000000000001",
        "True North",
        "王小明",
        "王",
        "Ω",
        "🦊",
        "a",
        "noneoftheabove",
        "object-17",
        "customer:0",
        "{{x",
        "0x0",
        "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}"
      })
  void anIdThatLooksOddIsStillAnId(String id) {
    assertThat(VisitorId.isNobody(id)).isFalse();
    assertThat(VisitorId.advice(id)).isNull();
  }
}
