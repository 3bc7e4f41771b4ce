package io.knowfirst.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** How the server writes its log. */
final class LogOptions {
  /** Of a line. */
  enum Format {
    text,
    json
  }

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "${COMPLETION-CANDIDATES}: lines for people, or a JSON object a line for a log store (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  @Option(
      names = "--access-log",
      description = "Log a line for each request: client, method, route, status, bytes, time, id.")
  private boolean access;

  /** Sets the log up as asked. */
  void apply() {
    var loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    if (isJson()) {
      var encoder = new LogstashEncoder();
      encoder.setContext(loggers);
      encoder.start();
      var appender =
          (OutputStreamAppender<ILoggingEvent>)
              loggers.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
      appender.setEncoder(encoder);
    }
    loggers.getLogger("access").setLevel(access ? Level.INFO : Level.OFF);
  }

  boolean isJson() {
    return format == Format.json;
  }
}
