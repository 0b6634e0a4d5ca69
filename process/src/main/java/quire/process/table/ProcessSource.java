package quire.process.table;

import java.util.ServiceLoader;
import quire.process.kernel.Kernel;

/** Asks the operating system for all processes. Not for a server: it may cost 30 MB. */
public interface ProcessSource {
  /** {@return the processes as they are now} */
  ProcessTable read(Kernel kernel);

  /** {@return the source that this distribution ships, else what the JDK alone can tell} */
  static ProcessSource installed() {
    return ServiceLoader.load(ProcessSource.class).findFirst().orElseGet(JdkProcessSource::new);
  }
}
