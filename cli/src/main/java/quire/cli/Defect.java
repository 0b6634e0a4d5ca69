package quire.cli;

import java.util.ServiceConfigurationError;
import quire.cli.base.Output;

/** A failure that Quire does not know, in one line: a stack trace helps nobody who meets it. */
final class Defect {
  private Defect() {}

  static void report(Throwable defect) {
    System.err.println("quire: " + Output.visible(line(defect)));
  }

  static String line(Throwable defect) {
    if (defect instanceof LinkageError || defect instanceof ServiceConfigurationError) {
      // The runtime opens its own parts one by one, and tells nothing but which one was missing.
      return "Stopped, because a part of Quire could not be loaded (%s); what was acknowledged is stored. It needs some 40 open files (ulimit -n); if it has them, install it anew"
          .formatted(defect.getMessage());
    }
    if (defect instanceof OutOfMemoryError) {
      return "Stopped, because it needs more than the %d MiB of memory that Quire takes here; what was acknowledged is stored. Give it more: QUIRE_JAVA_OPTIONS=-Xmx1g"
          .formatted(Runtime.getRuntime().maxMemory() >> 20);
    }
    StackTraceElement[] trace = defect.getStackTrace();
    String place =
        trace.length == 0
            ? "an unknown place"
            : trace[0].getFileName() + ":" + trace[0].getLineNumber();
    String said = String.valueOf(defect.getMessage()).lines().findFirst().orElse("");
    return "Stopped by a defect of Quire at %s (%s); what was acknowledged is stored. Please report this line"
        .formatted(place, said);
  }
}
