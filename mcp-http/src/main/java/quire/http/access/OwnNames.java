package quire.http.access;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names under which this server may be called. A page of another site can make a browser send
 * requests here under a name of its own (DNS rebinding), but not under one of these.
 */
public final class OwnNames {
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");
  private static final int USUAL_PORT = 80;

  private final Set<String> hosts = new HashSet<>();
  private final Set<String> origins = new HashSet<>();

  /**
   * @param port where the server listens
   * @param further names beside those of this machine for itself, with a port if it is another one
   * @param proxied whether TLS ends in front of this server, so that the port is not its own
   */
  public OwnNames(int port, Collection<String> further, boolean proxied) {
    LOOPBACK.forEach(name -> add("http", name, port));
    for (String name : further) {
      if (proxied) {
        hosts.add(lower(name));
        origins.add("https://" + lower(name));
      } else if (name.matches("(?s).*[^:\\]]:\\d+|.*\\]:\\d+")) {
        hosts.add(lower(name));
        origins.add("http://" + lower(name));
      } else {
        add("http", lower(name), port);
      }
    }
  }

  private void add(String scheme, String name, int port) {
    hosts.add(name + ":" + port);
    origins.add(scheme + "://" + name + ":" + port);
    if (port == USUAL_PORT) {
      hosts.add(name);
      origins.add(scheme + "://" + name);
    }
  }

  /** {@return whether a Host header names this server} */
  public boolean isHost(String host) {
    return hosts.contains(lower(host));
  }

  /** {@return whether an Origin header names a page of this server} */
  public boolean isOrigin(String origin) {
    return origins.contains(lower(origin));
  }

  /** {@return whether the target of a request is a path, or an address of this server} */
  public boolean isTarget(URI target) {
    String authority = target.getRawAuthority();
    return authority == null ? !target.isAbsolute() : isHost(authority);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
