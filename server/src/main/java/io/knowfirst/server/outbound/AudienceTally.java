package io.knowfirst.server.outbound;

import io.knowfirst.server.decide.ContactDecision;
import io.knowfirst.server.decide.ContactDecision.NotSent;

/** Counts as a run goes. */
final class AudienceTally {
  private final long about;
  private long visitors;
  private long members;
  private long withoutConsent;
  private long nothingToShow;
  private long lines;

  AudienceTally(long about) {
    this.about = about;
  }

  void member(ContactDecision decided) {
    members++;
    withoutConsent += decided.why() == NotSent.NO_CONSENT ? 1 : 0;
    nothingToShow += decided.why() == NotSent.NOTHING_TO_SHOW ? 1 : 0;
  }

  void looked(int more, int written) {
    visitors += more;
    lines += written;
  }

  AudienceCount count() {
    return new AudienceCount(visitors, about, members, withoutConsent, nothingToShow, lines);
  }
}
