package io.knowfirst.server.wire;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.decide.assignment.Refusal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is refused, as RFC 9457 shapes it.
 *
 * @param type ends the problem type's URI, for programs
 * @param title the same for all problems of a type
 * @param detail this case, for people
 * @param findings in a folder of rules that cannot go live
 */
public record Problem(
    int status,
    String type,
    String title,
    String detail,
    List<Fault> errors,
    List<Finding> findings) {
  public static final String FLAG_NOT_FOUND = "flag-not-found";

  public Problem {
    errors = List.copyOf(errors);
    findings = List.copyOf(findings);
  }

  public Problem(int status, String type, String title, String detail, List<Fault> errors) {
    this(status, type, title, detail, errors, List.of());
  }

  public Problem(int status, String type, String title, String detail) {
    this(status, type, title, detail, List.of());
  }

  public static Problem body(List<Fault> errors) {
    var detail = errors.size() == 1 ? "1 field is" : errors.size() + " fields are";
    return new Problem(400, "invalid-body", "Invalid request body", detail + " invalid.", errors);
  }

  static Problem malformed(String detail, List<Fault> errors) {
    return new Problem(400, "malformed-json", "Malformed JSON", detail, errors);
  }

  public static Problem badRequest(String detail) {
    return new Problem(400, "bad-request", "Malformed request", detail);
  }

  public static Problem unauthorized() {
    return new Problem(
        401,
        "key-needed",
        "Unauthorized",
        "Neither X-API-Key nor Authorization holds a valid key, and nobody is signed in. Maybe the key"
            + " was revoked, or belongs to another installation.");
  }

  public static Problem forbidden(String detail) {
    return new Problem(403, "not-allowed", "Forbidden", detail);
  }

  public static Problem notFound(String detail) {
    return new Problem(404, "not-found", "Not found", detail);
  }

  public static Problem flagNotFound(Fault fault) {
    var advice = fault.advice() == null ? "" : " " + fault.advice();
    return new Problem(
        404,
        FLAG_NOT_FOUND,
        "Flag not found",
        "The flag is \"" + fault.value() + "\", expected " + fault.expected() + "." + advice);
  }

  public static Problem method(String method, String allowed) {
    return new Problem(
        405,
        "method-not-allowed",
        "Method not allowed",
        "The method is " + Text.shorten(method) + ", expected " + allowed + ".");
  }

  public static Problem tooLarge(long limit) {
    return new Problem(
        413,
        "body-too-large",
        "Content too large",
        "The body has more than " + limit + " bytes. Maybe send it in parts.");
  }

  public static Problem contentType(String sent, String expected) {
    return new Problem(
        415,
        "unsupported-content-type",
        "Unsupported media type",
        "Content-Type is \"" + Text.shorten(sent) + "\", expected " + expected + ".");
  }

  public static Problem contentEncoding(String sent, String expected) {
    return new Problem(
        415,
        "unsupported-content-type",
        "Unsupported media type",
        "Content-Encoding is \"" + Text.shorten(sent) + "\", expected " + expected + ".");
  }

  public static Problem refusedRules(String detail, List<Finding> findings) {
    return new Problem(422, "rules-refused", "Rules rejected", detail, List.of(), findings);
  }

  public static Problem wrongState(String detail) {
    return new Problem(409, "wrong-state", "Conflict with the current state", detail);
  }

  /**
   * A change of an experiment that is not made.
   *
   * @param sent what the body says at a pointer
   */
  public static Problem wrongState(Refusal refusal, Function<String, @Nullable String> sent) {
    var errors =
        refusal.fields().stream()
            .map(
                field ->
                    new Fault(
                        field.pointer(),
                        sent.apply(field.pointer()),
                        field.expected(),
                        "Maybe " + field.advice()))
            .toList();
    return new Problem(
        409,
        "wrong-state",
        "Conflict with the current state",
        String.join(" ", refusal.reasons()),
        errors);
  }

  public static Problem late(long seconds) {
    return new Problem(
        408,
        "body-too-slow",
        "Request timeout",
        "The body was not complete after %d s. Maybe the connection is slow: send fewer items at once."
            .formatted(seconds));
  }

  public static Problem misdirected(String host) {
    return new Problem(
        421,
        "unknown-host",
        "Misdirected request",
        "The Host header is \"%s\", expected an address or a name of this server. Maybe start it with --allowed-host and that name."
            .formatted(Text.shorten(host)));
  }

  public static Problem throttled() {
    return new Problem(
        429,
        "too-many-invalid-keys",
        "Too many requests",
        "Too many requests of this address had an invalid key; one with a valid key is answered at any time. Maybe the key was revoked, or belongs to another installation.");
  }

  /**
   * @param whose requests, in words
   */
  public static Problem tooManyRequests(String whose) {
    return new Problem(
        429,
        "too-many-requests",
        "Too many requests",
        "Requests of %s come faster than this server allows. Maybe wait as Retry-After says, and send several items at once."
            .formatted(whose));
  }

  public static Problem overloaded() {
    return new Problem(
        503,
        "overloaded",
        "Service unavailable",
        "More requests arrive than can be answered in time. Maybe wait as Retry-After says; pages show their defaults meanwhile.");
  }

  public static Problem unavailable(String detail) {
    return new Problem(503, "unavailable", "Service unavailable", detail);
  }

  public static Problem internal() {
    return new Problem(
        500,
        "internal",
        "Internal server error",
        "The request could not be served; the log says why.");
  }
}
