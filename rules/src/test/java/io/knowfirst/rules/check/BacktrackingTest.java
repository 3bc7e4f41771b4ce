package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacktrackingTest {
  /** The evil ones of OWASP's page on regular expression denial of service, and their relatives. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+",
        "([a-zA-Z]+)*",
        "(a|aa)+",
        "(a|a?)+",
        "(.*a){12}",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(?:x+x+)+y",
        "(?<name>a*)*",
        "((a{1,5}){1,5})",
        "(a?){30}a{30}",
        "(ab*c|d){2,}",
        "([)\\]]*)*",
        "(\\Q)\\Ea*)*",
        "(a*?)*?",
        "(a+)++",
        "(x)\\1",
        "(?<q>x)\\k<q>",
        ".*a.*b.*c.*",
        "a?a?a?a?a?a?a?a?a?a?aaaaaaaaaa",
        "(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)b",
        "(\\p{Alpha}+)*"
      })
  void refuses_what_can_take_forever(String pattern) {
    assertThat(Pattern.compile(pattern)).isNotNull();
    assertThat(Backtracking.of(pattern)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a.*",
        ".*/sale/.*",
        "https?://shop\\.example/.*",
        "[0-9]{4}-[0-9]{2}",
        "(?i)summer|winter|spring",
        "(red|blue)-shoes",
        "[a-z)(*+]+",
        "(www\\.)?shop.*",
        "\\(a+\\)+",
        "\\Q(a+)+\\E",
        "(abc){3}",
        "(ab)+",
        "\\p{Lu}[\\p{L} ]+",
        ""
      })
  void lets_pass_what_ends(String pattern) {
    assertThat(Pattern.compile(pattern)).isNotNull();
    assertThat(Backtracking.of(pattern)).isEmpty();
  }
}
