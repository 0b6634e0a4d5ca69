package quire.process.owner;

import quire.process.kernel.ProcessId;

/**
 * A process whose end is the end of the server: its parent, and above a wrapper the wrapper's own.
 *
 * @param command the program's name, for people
 */
public record Owner(ProcessId process, String command) {
  /** {@return the process for people; of one that was gone too soon the name is not known} */
  public String shown() {
    return "process %d%s".formatted(process.pid(), command.isBlank() ? "" : " (" + command + ")");
  }
}
