package quire.mcp;

import java.util.function.Consumer;
import java.util.function.Supplier;
import quire.api.MemoryStore;

/**
 * What a server needs to know.
 *
 * @param store gives the store; asked by the first call that needs it, in that call's thread, so it
 *     may take long; asked again after it failed with a {@link quire.api.StoreException}
 * @param session marks what is written over this server in the change log
 * @param clientSeen told who the client is, when it says so and whenever that changes
 */
public record ServerSetup(
    ServerIdentity identity,
    Supplier<MemoryStore> store,
    String session,
    ServerLimits limits,
    ServerLog log,
    Consumer<ClientIdentity> clientSeen) {}
