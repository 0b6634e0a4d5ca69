package quire.process.owner;

import quire.process.kernel.ProcessId;

/**
 * A process whose end is the end of the server: its parent, and above a wrapper the wrapper's own.
 *
 * @param command the program's name, for people
 */
public record Owner(ProcessId process, String command) {}
