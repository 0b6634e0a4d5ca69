package quire.mcp;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.lang.System.Logger.Level;
import java.time.Clock;
import quire.api.MemoryStore;
import quire.conformance.HeapMemoryStore;

/** A server of its own process over a store on the heap, for clients that start a command. */
public final class HeapServer {
  private HeapServer() {}

  public static void main(String[] arguments) {
    StdioServer server = new StdioServer(setup());
    server.serve(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
  }

  private static ServerSetup setup() {
    MemoryStore store = new HeapMemoryStore(Clock.systemUTC());
    return new ServerSetup(
        "1", () -> store, "heap", System.err, Level.WARNING, (name, version) -> {});
  }
}
