package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import reactor.core.publisher.Mono;

/**
 * The endpoint of agents, by the Model Context Protocol. Each call of a tool does what a route of
 * the API does, with the same rights, after a row of the audit was kept.
 */
final class AgentRoutes {
  static final String PATH = "/mcp";
  private static final String FILE = "/agents/tools.yaml";
  private static final String DRAFT = "draft";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final AgentTransport transport = new AgentTransport();
  private final AuditLog audit;
  private final Gate gate;

  AgentRoutes(List<AgentTool> tools, AuditLog audit, Gate gate) {
    this.audit = audit;
    this.gate = gate;
    var about = about();
    McpServer.async(transport)
        .jsonMapper(AgentTransport.JSON)
        .jsonSchemaValidator((schema, result) -> ValidationResponse.asValid(null))
        .serverInfo("knowfirst", "1")
        .instructions(about.instructions())
        .capabilities(ServerCapabilities.builder().tools(false).build())
        .tools(specified(about, tools))
        .build();
  }

  /** What stands in the file of the tools. */
  private record About(String instructions, List<Tool> tools) {}

  private static About about() {
    try (var stream = AgentRoutes.class.getResourceAsStream(FILE)) {
      // Parts that tools have in common are written once, which the parser of Jackson cannot read.
      var read = new Yaml(new SafeConstructor(new LoaderOptions())).load(stream);
      return MAPPER.convertValue(read, About.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<AsyncToolSpecification> specified(About about, List<AgentTool> tools) {
    var actions = tools.stream().collect(Collectors.toMap(AgentTool::name, Function.identity()));
    var all = new ArrayList<AsyncToolSpecification>();
    for (var described : about.tools()) {
      var tool = actions.remove(described.name());
      if (tool == null) {
        throw new IllegalStateException("Nothing is done by the tool " + described.name());
      }
      all.add(new AsyncToolSpecification(described, (called, call) -> call(tool, called, call)));
    }
    if (!actions.isEmpty()) {
      throw new IllegalStateException(FILE + " lacks the tools " + actions.keySet());
    }
    return all;
  }

  void take(RoutingContext context) {
    transport.take(context);
  }

  void listen(RoutingContext context) {
    transport.listen(context);
  }

  private Mono<CallToolResult> call(
      AgentTool tool,
      io.modelcontextprotocol.common.McpTransportContext called,
      CallToolRequest call) {
    var context = AgentTransport.of(called);
    var arguments = call.arguments() == null ? Map.<String, Object>of() : call.arguments();
    return Mono.fromCompletionStage(
        taken(tool, context, MAPPER.valueToTree(arguments)).toCompletionStage());
  }

  private Future<CallToolResult> taken(
      AgentTool tool, RoutingContext context, ObjectNode arguments) {
    return admitted(tool, context)
        .compose(
            admitted ->
                audit.add(
                    gate.actor(context),
                    "agent." + tool.name().replace('_', '-'),
                    subject(arguments),
                    ""))
        .compose(kept -> tool.action().take(context, arguments))
        .map(answer -> result(answer, false))
        .recover(
            failure ->
                Future.succeededFuture(
                    result(
                        Answers.problem(
                            Refusals.problem(context, failure), RequestId.of(context.request())),
                        true)));
  }

  private static Future<Void> admitted(AgentTool tool, RoutingContext context) {
    var caller = Gate.caller(context);
    return caller.may(tool.who())
        ? Future.succeededFuture()
        : Future.failedFuture(
            new Refused(
                Problem.forbidden(
                    "The tool %s is for %s, which the caller has not."
                        .formatted(tool.name(), Gate.words(tool.who(), " or ")))));
  }

  private static String subject(ObjectNode arguments) {
    var draft = arguments.path(DRAFT).asText();
    return draft.isEmpty() || Text.idFault(draft) != null ? "" : "draft " + draft;
  }

  private static CallToolResult result(Answers.Writer answer, boolean isError) {
    var text = Answers.bytes(answer).toString(StandardCharsets.UTF_8);
    return CallToolResult.builder().addTextContent(text).isError(isError).build();
  }
}
