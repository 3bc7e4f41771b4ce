package io.knowfirst.server.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * A command that ends within seconds. It ends before the virtual machine's second compiler has made
 * anything faster, which meanwhile takes more processor time than the command itself.
 */
final class ShortRun {
  private static final String DIRECTIVES = "[{match: \"*.*\", c2: {Exclude: true}}]";

  private ShortRun() {}

  /** Does without the second compiler; on a virtual machine that has none nothing changes. */
  static void begin() {
    try {
      var file = Files.createTempFile("knowfirst", ".directives");
      try {
        Files.writeString(file, DIRECTIVES);
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "compilerDirectivesAdd",
                new Object[] {new String[] {file.toString()}},
                new String[] {String[].class.getName()});
      } finally {
        Files.delete(file);
      }
    } catch (IOException | JMException notThere) {
      // the command takes longer, and does the same
    }
  }
}
