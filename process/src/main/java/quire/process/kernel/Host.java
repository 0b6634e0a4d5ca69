package quire.process.kernel;

/**
 * Where process numbers have their meaning: within one boot and one PID namespace.
 *
 * @param namespace empty where the system knows none
 */
public record Host(String boot, String namespace) {}
