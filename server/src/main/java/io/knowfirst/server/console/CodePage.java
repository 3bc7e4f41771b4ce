package io.knowfirst.server.console;

import io.knowfirst.rules.check.Seen;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.versions.Archive;
import io.knowfirst.server.rulesets.versions.BadArchiveException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All files as they are, for authors who write rules as code. */
final class CodePage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("code").withFiles().withScript();
  private final Workbench workbench;
  private final String script;
  private final Supplier<Future<Seen>> seen;

  /**
   * @param script address of the editor, from the server's root
   * @param seen the vocabulary that came of late
   */
  CodePage(Workbench workbench, String script, Supplier<Future<Seen>> seen) {
    this.workbench = workbench;
    this.script = script;
    this.seen = seen;
  }

  /**
   * A file among all.
   *
   * @param file its path; empty for none
   * @param text null where there is no such file
   * @param findings of the check in the file
   * @param line that was asked for; 0 for none
   */
  record Model(
      Bench bench,
      SourceTree tree,
      String file,
      @Nullable String text,
      List<Finding> findings,
      int line,
      String search,
      String script,
      Seen seen) {
    /** Whether there is a file to show, or one to begin. */
    boolean isOpen() {
      return text != null || (!file.isEmpty() && bench.mayEdit());
    }

    boolean isNew() {
      return text == null && isOpen();
    }

    String language() {
      return file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    String address(String path) {
      return bench.address("code", "file", path, "q", search);
    }

    /** Where a file is shown in sentences. */
    String sentences() {
      return bench.address("sentences", "file", file);
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return workbench.open(name(), request).compose(bench -> show(request, bench, null));
  }

  private static int line(ConsoleRequest request) {
    var line = request.field("line");
    return line.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(line) : 0;
  }

  /**
   * @param typed the text of the file as it was sent; null for that of the draft
   */
  private Future<View> show(ConsoleRequest request, Bench bench, @Nullable String typed) {
    return Future.all(workbench.findings(bench), seen.get())
        .compose(
            both ->
                Workbench.work(
                    () -> {
                      List<Finding> findings = both.resultAt(0);
                      Seen came = both.resultAt(1);
                      var file = request.field("file");
                      var search = request.field("q");
                      var text = typed == null ? bench.policy().files().get(file) : typed;
                      return View.of(
                          "code.jte",
                          new Model(
                              bench,
                              SourceTree.of(bench, findings, search, file),
                              file,
                              text,
                              findings.stream().filter(one -> one.file().equals(file)).toList(),
                              line(request),
                              search,
                              script,
                              came));
                    }));
  }

  @Override
  public Future<View> submit(ConsoleRequest request) {
    var typed = request.all("text").isEmpty() ? null : request.all("text").get(0);
    try {
      return taken(request, typed == null ? "" : typed)
          .recover(failure -> refused(request, failure, typed));
    } catch (IllegalArgumentException | DraftRefused refused) {
      return refused(request, refused, typed);
    }
  }

  private Future<View> refused(ConsoleRequest request, Throwable failure, @Nullable String typed) {
    boolean told =
        failure instanceof DraftRefused
            || failure instanceof IllegalArgumentException
            || failure instanceof BadArchiveException;
    return told
        ? workbench
            .open(name(), request)
            .compose(
                bench -> show(request, bench.with(String.valueOf(failure.getMessage())), typed))
        : Future.failedFuture(failure);
  }

  private Future<View> taken(ConsoleRequest request, String text) {
    if (!DraftSteps.mayWrite(request)) {
      throw new IllegalArgumentException(DraftSteps.AUTHORS_ONLY);
    }
    var drafts = workbench.desk().drafts();
    var id = request.field("draft");
    var seen = Workbench.seen(request);
    var who = request.actor().person();
    var file = request.field("file");
    return switch (request.field("do")) {
      // Browsers send each line's end as two characters.
      case "save" ->
          drafts
              .put(id, seen, who, file, text.replace("\r\n", "\n"))
              .map(opened -> done(opened, "save", file));
      case "delete" -> drafts.remove(id, seen, who, file).map(opened -> done(opened, "delete", ""));
      case "rename" ->
          drafts
              .rename(id, seen, who, file, request.field("to"))
              .map(opened -> done(opened, "rename", request.field("to")));
      case "upload" -> upload(request);
      default -> show(request);
    };
  }

  /** The files of a zip become those of the draft, as a folder that is uploaded by the API. */
  private Future<View> upload(ConsoleRequest request) {
    var zip = request.upload();
    if (zip == null || zip.length() == 0) {
      throw new IllegalArgumentException(
          "zip is no file, expected a zip of a rules folder. Maybe choose one first.");
    }
    var unread = new ArrayList<Finding>();
    return Workbench.work(() -> Archive.unpack(zip.getBytes(), unread))
        .compose(
            files ->
                workbench
                    .desk()
                    .drafts()
                    .replace(
                        request.field("draft"),
                        Workbench.seen(request),
                        request.actor().person(),
                        files))
        .compose(
            opened ->
                unread.isEmpty()
                    ? Future.succeededFuture(done(opened, "upload", ""))
                    : workbench
                        .open(name(), request)
                        .compose(bench -> show(request, bench.with(lines(unread)), null)));
  }

  private static String lines(List<Finding> unread) {
    return String.join("\n", unread.stream().map(Finding::toString).toList());
  }

  private View done(Opened opened, String what, String file) {
    return View.lead(Addresses.of(name(), opened.draft().id(), "file", file, "done", what));
  }
}
