package quire.conformance;

import java.util.List;
import java.util.Optional;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.spi.Relocatable;

/** Stores that break R30. */
final class BrokenMoves {
  private BrokenMoves() {}

  static List<BrokenStore> all() {
    return List.of(
        new BrokenStore(
            "takes writes after it has moved",
            MovingContract.class,
            List.of("r30_aStoreThatHasMovedIsReadAndRefusesEveryWriteWithTheNewAddress"),
            store ->
                new Moving(store) {
                  @Override
                  public List<Entity> createEntities(List<Entity> entities, Author author) {
                    Optional<String> moved = movedTo();
                    super.moveBack();
                    List<Entity> created = super.createEntities(entities, author);
                    moved.ifPresent(address -> super.moveTo(address, () -> {}));
                    return created;
                  }
                }),
        new BrokenStore(
            "does the last step of a move before it keeps writers out",
            MovingContract.class,
            List.of("r30_theLastStepOfAMoveSeesEveryWriteThatWasAcknowledged"),
            store ->
                new Moving(store) {
                  @Override
                  public void moveTo(String address, Runnable last) {
                    last.run();
                    long then = lastSequence();
                    long longest = System.nanoTime() + 1_000_000_000;
                    while (lastSequence() == then && System.nanoTime() - longest < 0) {
                      Thread.onSpinWait(); // a writer comes in between, if there is one
                    }
                    super.moveTo(address, () -> {});
                  }
                }),
        new BrokenStore(
            "is moved although the last step failed",
            MovingContract.class,
            List.of("r30_aMoveThatFailsLeavesTheStoreInForce"),
            store ->
                new Moving(store) {
                  @Override
                  public void moveTo(String address, Runnable last) {
                    super.moveTo(address, () -> {});
                    last.run();
                  }
                }),
        new BrokenStore(
            "never comes back",
            MovingContract.class,
            List.of("r30_aMoveThatIsTakenBackLeavesTheStoreInForce"),
            store ->
                new Moving(store) {
                  @Override
                  public void moveBack() {}
                }));
  }

  private abstract static class Moving extends ForwardingMemoryStore implements Relocatable {
    private final Relocatable relocatable;

    Moving(MemoryStore store) {
      super(store);
      this.relocatable = (Relocatable) store;
    }

    @Override
    public Optional<String> movedTo() {
      return relocatable.movedTo();
    }

    @Override
    public void moveTo(String address, Runnable last) {
      relocatable.moveTo(address, last);
    }

    @Override
    public void moveBack() {
      relocatable.moveBack();
    }
  }
}
