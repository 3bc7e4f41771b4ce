package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Streamable HTTP of the Model Context Protocol without sessions: each message is a request of its
 * own, which any member answers.
 */
final class AgentTransport implements McpStatelessServerTransport {
  static final McpJsonMapper JSON = new JacksonMcpJsonMapper(new ObjectMapper());
  private static final String CONTEXT = "context";
  private static final String VERSION = "MCP-Protocol-Version";

  private @Nullable McpStatelessServerHandler handler;

  @Override
  public void setMcpHandler(McpStatelessServerHandler handler) {
    this.handler = handler;
  }

  /** The server is closed with the listener that it is behind. */
  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }

  /** The request that a tool is called by. */
  static RoutingContext of(McpTransportContext called) {
    return (RoutingContext) Objects.requireNonNull(called.get(CONTEXT));
  }

  /** No stream is there to be listened to; clients expect nothing but the status. */
  void listen(RoutingContext context) {
    context.response().putHeader(HttpHeaders.ALLOW, "POST").setStatusCode(405).end();
  }

  /** Takes a message in, and answers it. */
  void take(RoutingContext context) {
    var version = context.request().getHeader(VERSION);
    if (version != null && !protocolVersions().contains(version)) {
      throw new Refused(
          Problem.badRequest(
              "%s is %s, expected one of %s."
                  .formatted(
                      VERSION, Text.shorten(version), String.join(", ", protocolVersions()))));
    }
    Body.bytes(context, Body.JSON, RulesetReader.LIMIT)
        .map(AgentTransport::message)
        .compose(message -> answer(context, message))
        .onFailure(context::fail);
  }

  private static JSONRPCMessage message(byte[] body) {
    try {
      return McpSchema.deserializeJsonRpcMessage(JSON, new String(body, StandardCharsets.UTF_8));
    } catch (IOException | IllegalArgumentException other) {
      throw new Refused(
          Problem.badRequest(
              "The body is no message of JSON-RPC 2.0, expected one request or notification."));
    }
  }

  private Future<Void> answer(RoutingContext context, JSONRPCMessage message) {
    if (message instanceof JSONRPCRequest request) {
      var called = McpTransportContext.create(Map.of(CONTEXT, context));
      return future(context, Objects.requireNonNull(handler).handleRequest(called, request))
          .compose(
              answer ->
                  context
                      .response()
                      .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                      .end(text(answer)));
    }
    if (message instanceof JSONRPCNotification) {
      return context.response().setStatusCode(202).end(); // Nothing here waits for one.
    }
    throw new Refused(
        Problem.badRequest(
            "The body is an answer of JSON-RPC 2.0, expected a request or notification. Maybe the server never asked."));
  }

  private static <T> Future<T> future(RoutingContext context, Mono<T> mono) {
    return Future.fromCompletionStage(mono.toFuture(), context.vertx().getOrCreateContext());
  }

  private static String text(McpSchema.JSONRPCResponse answer) {
    try {
      return JSON.writeValueAsString(answer);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
