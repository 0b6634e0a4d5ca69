package quire.http;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where and for whom a server listens.
 *
 * @param address with port 0 for any that is free
 * @param names under which it may be called beside those that every machine has for itself
 * @param proxied whether TLS ends in front of it
 * @param tokens the file of the first token; a server with none lets nobody in
 * @param folder of this store alone, for what outlives a process; it is made when it is missing
 * @param processes every server that is known, as a JSON array
 * @param health what the doctor found last, as a JSON array; empty while that is not known
 */
public record HttpSetup(
    InetSocketAddress address,
    List<String> names,
    boolean proxied,
    Path tokens,
    Path folder,
    Supplier<String> processes,
    Supplier<Optional<String>> health) {
  public HttpSetup {
    names = List.copyOf(names);
  }
}
