package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.server.rulesets.drafts.RuleDraft.About;
import io.knowfirst.server.rulesets.drafts.RuleDraft.Appointment;
import io.knowfirst.server.rulesets.drafts.RuleDraft.Review;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.drafts.RuleDraft.Steps;
import io.knowfirst.server.rulesets.drafts.RuleDraft.Submission;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of the table of drafts. */
final class DraftRow {
  private DraftRow() {}

  /** The values of all columns that change. */
  static Tuple of(RuleDraft draft) {
    var steps = draft.steps();
    var sent = steps.submission();
    var review = steps.review();
    var at = steps.appointment();
    return Tuple.of(draft.id())
        .addArrayOfString(draft.about().contributors().toArray(String[]::new))
        .addString(draft.base())
        .addString(draft.state().word())
        .addLong(draft.revision())
        .addOffsetDateTime(time(draft.changed()))
        .addString(sent == null ? null : sent.by())
        .addOffsetDateTime(sent == null ? null : time(sent.at()))
        .addString(sent == null ? null : sent.comment())
        .addString(sent == null ? null : sent.hash())
        .addString(review == null ? null : review.by())
        .addOffsetDateTime(review == null ? null : time(review.at()))
        .addString(review == null ? null : review.comment())
        .addString(at == null ? null : at.by())
        .addOffsetDateTime(at == null ? null : time(at.due()))
        .addString(at == null ? null : at.zone().getId())
        .addDouble(at == null ? null : at.most())
        .addString(steps.published())
        .addString(steps.problem())
        .addString(at == null ? null : at.comment());
  }

  static RuleDraft draft(Row row) {
    var about =
        new About(
            row.getString("name"),
            row.getString("note"),
            row.getString("author"),
            row.getString("author_name"),
            Set.of(row.getArrayOfStrings("contributors")),
            row.getOffsetDateTime("created").toInstant());
    var sent = instant(row, "submitted");
    var reviewed = instant(row, "reviewed");
    var due = instant(row, "due");
    var steps =
        new Steps(
            sent == null
                ? null
                : new Submission(
                    row.getString("submitter"),
                    sent,
                    row.getString("comment"),
                    row.getString("hash")),
            reviewed == null
                ? null
                : new Review(row.getString("reviewer"), reviewed, row.getString("review")),
            due == null
                ? null
                : new Appointment(
                    row.getString("scheduler"),
                    due,
                    ZoneId.of(row.getString("zone")),
                    row.getDouble("max_change"),
                    Objects.requireNonNullElse(row.getString("appointment_comment"), "")),
            row.getString("published"),
            row.getString("problem"));
    return new RuleDraft(
        row.getString("id"),
        about,
        row.getString("base"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getLong("revision"),
        row.getOffsetDateTime("changed").toInstant(),
        steps);
  }

  private static @Nullable Instant instant(Row row, String column) {
    var time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
