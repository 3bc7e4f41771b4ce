package io.knowfirst.server.http;

import io.knowfirst.rules.folder.Finding;
import java.util.List;

/**
 * Why a request is refused, as RFC 9457 shapes it.
 *
 * @param type ends the problem type's URI, for programs
 * @param title the same for all problems of a type
 * @param detail this case, for people
 * @param findings in a folder of rules that cannot go live
 */
record Problem(
    int status,
    String type,
    String title,
    String detail,
    List<Fault> errors,
    List<Finding> findings) {
  Problem {
    errors = List.copyOf(errors);
    findings = List.copyOf(findings);
  }

  Problem(int status, String type, String title, String detail, List<Fault> errors) {
    this(status, type, title, detail, errors, List.of());
  }

  Problem(int status, String type, String title, String detail) {
    this(status, type, title, detail, List.of());
  }

  static Problem body(List<Fault> errors) {
    var detail = errors.size() == 1 ? "One value is" : errors.size() + " values are";
    return new Problem(
        400, "invalid-body", "The body is not as it should be", detail + " not right.", errors);
  }

  static Problem malformed(String detail, List<Fault> errors) {
    return new Problem(400, "malformed-json", "The body is not JSON", detail, errors);
  }

  static Problem badRequest(String detail) {
    return new Problem(400, "bad-request", "The request is not well-formed", detail);
  }

  static Problem unauthorized() {
    return new Problem(
        401,
        "key-needed",
        "No valid key",
        "The header X-API-Key holds no valid key. Maybe it was revoked, or belongs to another"
            + " installation.");
  }

  static Problem forbidden(String detail) {
    return new Problem(403, "not-allowed", "The key may not do this", detail);
  }

  static Problem notFound(String detail) {
    return new Problem(404, "not-found", "Nothing here", detail);
  }

  static Problem method(String method, String allowed) {
    return new Problem(
        405,
        "method-not-allowed",
        "This cannot be done here",
        "The method is " + Text.shorten(method) + ", expected " + allowed + ".");
  }

  static Problem tooLarge(long limit) {
    return new Problem(
        413,
        "body-too-large",
        "The body is too large",
        "The body has more than " + limit + " bytes. Maybe send it in parts.");
  }

  static Problem contentType(String sent, String expected) {
    return new Problem(
        415,
        "unsupported-content-type",
        "The body's content type is not taken",
        "Content-Type is \"" + Text.shorten(sent) + "\", expected " + expected + ".");
  }

  static Problem refusedRules(String detail, List<Finding> findings) {
    return new Problem(
        422, "rules-refused", "The rules cannot go live", detail, List.of(), findings);
  }

  static Problem wrongState(String detail) {
    return new Problem(409, "wrong-state", "Not in this state", detail);
  }

  static Problem unavailable(String detail) {
    return new Problem(503, "unavailable", "Not now", detail);
  }

  static Problem internal() {
    return new Problem(
        500, "internal", "The server failed", "The request could not be served; the log says why.");
  }
}
