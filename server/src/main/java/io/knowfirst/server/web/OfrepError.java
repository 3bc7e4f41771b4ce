package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.wire.Problem;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Writes a problem in the shape that the OpenFeature Remote Evaluation Protocol has for it. */
final class OfrepError {
  private static final String FLAG = "/evaluate/flags/";

  private OfrepError() {}

  /**
   * @param path of the request, which may name a flag
   */
  static void write(JsonGenerator json, Problem problem, String path) throws IOException {
    json.writeStartObject();
    int flag = path.indexOf(FLAG);
    if (flag >= 0) {
      json.writeStringField("key", decoded(path.substring(flag + FLAG.length())));
    }
    json.writeStringField("errorCode", code(problem));
    json.writeStringField("errorDetails", details(problem));
    json.writeEndObject();
  }

  private static String code(Problem problem) {
    return switch (problem.type()) {
      case Problem.FLAG_NOT_FOUND -> "FLAG_NOT_FOUND";
      case "malformed-json" -> "PARSE_ERROR";
      case "invalid-body" -> "INVALID_CONTEXT";
      default -> "GENERAL";
    };
  }

  private static String details(Problem problem) {
    var text = new StringBuilder(problem.detail());
    for (var fault : problem.errors()) {
      text.append(' ').append(fault.pointer());
      if (fault.value() != null) {
        text.append(" is \"").append(fault.value()).append("\",");
      }
      text.append(" expected ").append(fault.expected()).append('.');
      if (fault.advice() != null) {
        text.append(' ').append(fault.advice());
      }
    }
    return text.toString();
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return name;
    }
  }
}
