package quire.process.table;

import quire.process.kernel.Kernel;

/** Asks the operating system for all processes. Not for a server: it may cost 30 MB. */
public interface ProcessSource {
  /** {@return the processes as they are now} */
  ProcessTable read(Kernel kernel);

  /** {@return what the JDK alone can tell, for a distribution that ships no other source} */
  static ProcessSource ofJdk() {
    return new JdkProcessSource();
  }
}
