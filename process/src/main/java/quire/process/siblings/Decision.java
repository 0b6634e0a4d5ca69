package quire.process.siblings;

import quire.process.registry.Instance;
import quire.process.registry.RegistryEntry;

/** What is to be done about one server. */
public sealed interface Decision {
  long pid();

  /** {@return why, in one line} */
  String reason();

  /** It is to be stopped. */
  record Stop(Instance instance, String reason) implements Decision {
    @Override
    public long pid() {
      return instance.process().pid();
    }
  }

  /** It is left alone. */
  record Refuse(long pid, Outcome outcome, String reason) implements Decision {}

  /** It has ended: what it left in the registry is to be removed. */
  record Prune(long pid, RegistryEntry entry, String reason) implements Decision {}
}
