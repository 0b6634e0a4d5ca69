package quire.process;

/**
 * Names one process within one boot of the machine, also after its number was used again.
 *
 * @param mark what the kernel noted when the process started: clock ticks since boot on Linux,
 *     milliseconds since 1970 elsewhere. On Linux the date of a start is computed from the clock
 *     and moves when the clock is set, the ticks do not.
 */
public record ProcessId(long pid, long mark) {}
