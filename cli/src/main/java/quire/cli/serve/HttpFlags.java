package quire.cli.serve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import quire.cli.base.ConfigurationException;

/** Where a shared server listens, and for whom. */
public final class HttpFlags {
  /** Fixed, so that what stands in clients' files stays right. */
  public static final int USUAL_PORT = 7433;

  @Option(names = "--http", description = "one server for all clients, over Streamable HTTP")
  private boolean http;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "with --http; 0 for any that is free; else ${DEFAULT-VALUE}")
  private int port = USUAL_PORT;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "with --http: the address to listen at; else ${DEFAULT-VALUE}")
  private String host = "127.0.0.1";

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description = "with --http: a further name under which clients call this server")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--behind-proxy",
      description =
          "with --http: TLS ends in front of this server, under the names of --allow-host")
  private boolean proxied;

  @Option(
      names = "--insecure-http",
      description = "with --http: listen at an address of the network without TLS")
  private boolean insecure;

  /** {@return flags for this machine alone} */
  static HttpFlags atPort(int port) {
    HttpFlags flags = new HttpFlags();
    flags.port = port;
    return flags;
  }

  boolean isWanted() {
    return http;
  }

  boolean isProxied() {
    return proxied;
  }

  List<String> names() {
    List<String> all = new ArrayList<>(names);
    if (!proxied && !address().getAddress().isAnyLocalAddress()) {
      all.add(host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host);
    }
    return all;
  }

  /**
   * {@return where to listen}
   *
   * @throws ConfigurationException if whoever is on the network could read along
   */
  InetSocketAddress address() {
    if (port < 0 || port > 65_535) {
      throw new ConfigurationException("--port must be 0 to 65535, not " + port);
    }
    InetAddress address = resolved();
    if (!address.isLoopbackAddress() && !proxied && !insecure) {
      throw new ConfigurationException(
          "Did not start: at %s the token and the memory would cross the network in the clear. Leave --host out and let a proxy with TLS on this machine pass requests on; or say that TLS ends in front of this address: --behind-proxy --allow-host NAME; or accept it: --insecure-http"
              .formatted(host));
    }
    if (proxied && names.isEmpty()) {
      throw new ConfigurationException(
          "Did not start: --behind-proxy needs the name under which clients call: --allow-host"
              + " NAME");
    }
    return new InetSocketAddress(address, port);
  }

  private InetAddress resolved() {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new ConfigurationException(
          "--host must be an address of this machine, and %s is none that is known here"
              .formatted(host));
    }
  }
}
