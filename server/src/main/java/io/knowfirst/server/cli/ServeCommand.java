package io.knowfirst.server.cli;

import io.knowfirst.server.boot.Knowfirst;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}: runs a server until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the server in the foreground.",
    footer = {
      "",
      "Every option may also stand in the configuration file (port: 8080) or in the environment",
      "(KNOWFIRST_PORT=8080). The command line beats the environment beats the file."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Mixin private ServeOptions options = new ServeOptions();

  @Override
  public Integer call() throws InterruptedException {
    long begin = System.nanoTime();
    options.log().apply();
    var server = Knowfirst.of(options.settings());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    var started = server.start();
    var seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
    if (options.log().isJson()) {
      LOG.info("Ready after {} s at {}:{}", seconds, started.host(), started.port());
    } else {
      Banner.print(started, seconds, System.out);
    }
    new CountDownLatch(1).await(); // until the process is told to end
    return 0;
  }
}
