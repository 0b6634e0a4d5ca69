package quire.mcp.catalog;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import quire.api.MemoryStore;
import quire.mcp.json.AnswerBuffers;
import quire.mcp.protocol.ClientIdentity;
import quire.mcp.protocol.ServerIdentity;

/**
 * What is offered to clients, whatever their era and transport, and what it is offered with.
 *
 * @param store gives the store; asked by each call, in its own thread
 * @param session marks what is written over this server in the change log
 * @param answerBytes gives what an answer usually holds at most, 0 for anything; asked once the
 *     store is open
 * @param clientSeen told who the client is, when it says so and whenever that changes
 * @param idle what is done while no call runs, of any session
 */
public record Service(
    Offer offer,
    ServerIdentity identity,
    Supplier<MemoryStore> store,
    String session,
    ServerLimits limits,
    ServerLog log,
    Consumer<ClientIdentity> clientSeen,
    AnswerBuffers buffers,
    Remarks remarks,
    IntSupplier answerBytes,
    IdleWork idle) {
  /** A memory of which nothing else is to be said. */
  public Service(
      Offer offer,
      ServerIdentity identity,
      Supplier<MemoryStore> store,
      String session,
      ServerLimits limits,
      ServerLog log,
      Consumer<ClientIdentity> clientSeen,
      AnswerBuffers buffers) {
    this(
        offer,
        identity,
        store,
        session,
        limits,
        log,
        clientSeen,
        buffers,
        new Remarks(List::of),
        () -> 0,
        new IdleWork());
  }

  /** {@return the same for a client of its own, whose writes are marked so in the change log} */
  public Service inSession(String ownSession) {
    return new Service(
        offer,
        identity,
        store,
        ownSession,
        limits,
        log,
        clientSeen,
        buffers,
        remarks,
        answerBytes,
        idle);
  }

  /** What clients can list and use. */
  public record Offer(
      String instructions, ToolCatalog tools, ResourceCatalog resources, PromptCatalog prompts) {}

  public ToolCatalog tools() {
    return offer.tools();
  }

  public ResourceCatalog resources() {
    return offer.resources();
  }

  public PromptCatalog prompts() {
    return offer.prompts();
  }
}
