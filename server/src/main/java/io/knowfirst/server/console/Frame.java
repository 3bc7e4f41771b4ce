package io.knowfirst.server.console;

import io.knowfirst.experiments.report.Texts;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.why.WhyNot;
import io.knowfirst.server.people.SignedIn;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands around each page.
 *
 * @param here name of the page
 * @param pages those that the person may open
 * @param who null before the sign-in
 * @param token of forms; empty where there is none
 * @param notice a key of the words; null for none
 * @param style address of the style sheet
 * @param zone of the clock that times are told by
 * @param keep parameters that the link to the other language keeps; empty for none
 */
public record Frame(
    Texts texts,
    String here,
    List<String> pages,
    @Nullable SignedIn who,
    String token,
    @Nullable String notice,
    String style,
    ZoneId zone,
    String keep) {
  private static final String WORDS = "io.knowfirst.server.console.texts";
  private static final Set<String> PROBLEMS = Set.of("wrong", "throttled", "expired", "provider");

  public Frame {
    pages = List.copyOf(pages);
  }

  static Texts words(Locale locale) {
    return new Texts(locale, WORDS);
  }

  public String t(String key, Object... values) {
    return texts.format(key, values);
  }

  public String language() {
    return texts.language();
  }

  public String otherLanguage() {
    return language().equals("de") ? "en" : "de";
  }

  public String languageLink() {
    return "?lang=" + otherLanguage() + (keep.isEmpty() ? "" : "&" + keep);
  }

  /** Why something was not done, which the parts that refuse tell in English. */
  List<MessageTexts.Line> refusal(String text) {
    return MessageTexts.refusal(text, language());
  }

  /** What the check found. */
  List<MessageTexts.Line> finding(Finding finding) {
    return MessageTexts.FINDINGS.lines(finding.message(), language());
  }

  /** The same as one text. */
  String message(Finding finding) {
    return finding(finding).stream().map(MessageTexts.Line::text).collect(Collectors.joining("\n"));
  }

  /** How grave a finding is, and its code. */
  String tag(Finding finding) {
    return t("severity." + finding.severity().word()) + " " + finding.code();
  }

  /** Why an offer was not shown. */
  List<MessageTexts.Line> reason(String text) {
    return MessageTexts.REASONS.lines(text, language());
  }

  List<MessageTexts.Line> whyNot(WhyNot why) {
    return MessageTexts.whyNot(why, language());
  }

  /** Address of the icon, which lies beside the style sheet. */
  public String icon() {
    return style.substring(0, style.lastIndexOf('/') + 1) + "icon.svg";
  }

  public String title() {
    return t(here + ".title");
  }

  String person() {
    return who == null ? "" : who.user().shownName();
  }

  /** What the audit says, in the reader's language. */
  AuditWords audit() {
    return new AuditWords(texts);
  }

  /** Who did something: a person as they are called, a part of the server in words. */
  String actor(String who) {
    return texts.getOr("actor." + who.replace(' ', '-'), who);
  }

  /** The sentence of the notice; none for a key that is unknown. */
  String sentence() {
    return notice == null ? "" : texts.getOr("notice." + notice, "");
  }

  /** Whether the sentence says why something was not done. */
  boolean isProblem() {
    return PROBLEMS.contains(String.valueOf(notice));
  }

  /** To the minute, on the shop's clock; a dash for never. */
  public String time(@Nullable Instant instant) {
    return instant == null ? "–" : texts.moment(instant.atZone(zone));
  }
}
