package quire.process.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** A server's own entry, for as long as it lives. */
public final class Registration implements AutoCloseable {
  private final InstanceRegistry registry;
  private final FileChannel lock;
  private Instance instance;
  private boolean closed;

  Registration(InstanceRegistry registry, Instance instance, FileChannel lock) throws IOException {
    this.registry = registry;
    this.instance = instance;
    this.lock = lock;
    registry.write(instance);
  }

  /** Adds who the client is, which is known only after the handshake. */
  public synchronized void clientIs(Client client) throws IOException {
    if (!closed) {
      instance = instance.of(client);
      registry.write(instance);
    }
  }

  /** {@return whether somebody asked this server to end} */
  public synchronized boolean askedToStop() {
    return registry.askedToStop(instance);
  }

  /** Leaves the registry. Repeated calls do nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      lock.close();
      registry.release(instance.id());
    }
  }
}
