package quire.process.registry;

/** Who the client said it is in the handshake. */
public record Client(String name, String version) {}
