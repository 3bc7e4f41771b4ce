package io.knowfirst.server.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.folder.Ids;
import io.knowfirst.server.console.VisitorSources.SharedLink;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/**
 * A link that shows on the shop's own pages what a preview shows.
 *
 * @param asked as {@code POST /v1/previews} takes it
 * @param page of the shop, which the link opens; empty for none
 * @param here the address of the preview in the console, with its clock; empty for a visitor who is
 *     stored, whose id belongs in no address
 */
record PreviewLink(ObjectNode asked, String page, String here) {
  private static final int LONGEST = 1_000;

  /**
   * A link that was made.
   *
   * @param address of the page with the link, or what an address gets at its end
   */
  record Shown(String address, String here, Instant until) {}

  /**
   * @param draft whose rules decide; empty for the live version
   * @throws IllegalArgumentException where the form holds what is none
   */
  PreviewLink(PreviewRun run, String draft) {
    this(asked(run, draft), page(run.request()), here(run, draft));
  }

  private static ObjectNode asked(PreviewRun run, String draft) {
    var request = run.request();
    var asked = JsonNodeFactory.instance.objectNode();
    if (!draft.isEmpty()) {
      asked.put("draft", draft);
    }
    if (!request.field("now").isEmpty()) {
      asked.put("now", run.clock().toString());
    }
    if (!request.field("visitor").isEmpty()) {
      asked.putObject("visitor").put("id", request.field("visitor"));
    } else if (!request.field("scenario").isEmpty()) {
      asked.put("scenario", request.field("scenario"));
    } else {
      var zone = run.rules().base().folder().zone();
      asked.set("supposed", Persona.of(request).supposed(run.clock(), zone));
    }
    return asked;
  }

  private static String page(ConsoleRequest request) {
    var page = request.field("shop");
    if (!page.isEmpty()
        && (page.length() > LONGEST || !page.matches("https?://[^\\s\"'<>#]+(#[^\\s\"'<>]*)?"))) {
      throw new IllegalArgumentException(
          "The page is \"%s\", expected an address that begins with https://. Maybe copy it from the browser."
              .formatted(Ids.shown(page)));
    }
    return page;
  }

  private static String here(PreviewRun run, String draft) {
    var request = run.request();
    if (!request.field("visitor").isEmpty()) {
      return "";
    }
    var persona = Persona.of(request);
    var zone = run.rules().base().folder().zone();
    var scenario = request.field("scenario");
    // A scenario has a clock of its own.
    var now =
        scenario.isEmpty() && persona.now().isEmpty()
            ? LocalDateTime.ofInstant(run.clock(), zone).truncatedTo(ChronoUnit.MINUTES).toString()
            : persona.now();
    var address =
        new StringBuilder(
            Addresses.of("preview", draft, "do", "show", "scenario", scenario, "now", now));
    for (int i = 0; scenario.isEmpty() && i < persona.acts().size(); i++) {
      var act = persona.acts().get(i);
      if (!act.what().isEmpty()) {
        Addresses.add(address, "act" + i, act.kind());
        Addresses.add(address, "what" + i, act.what());
        Addresses.add(address, "ago" + i, act.ago());
      }
    }
    persona.here().forEach((field, value) -> Addresses.add(address, field, value));
    return address.toString();
  }

  Shown shown(SharedLink link) {
    int end = page.indexOf('#');
    var plain = end < 0 ? page : page.substring(0, end);
    var address =
        page.isEmpty()
            ? "?" + link.query()
            : plain
                + (plain.indexOf('?') < 0 ? '?' : '&')
                + link.query()
                + (end < 0 ? "" : page.substring(end));
    return new Shown(address, here, link.until());
  }
}
