package quire.api;

/** Who writes: the client program's name as it told it, and one session of it. */
public record Author(String client, String session) {}
