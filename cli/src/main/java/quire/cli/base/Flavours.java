package quire.cli.base;

import java.util.Map;
import java.util.Optional;

/** Where to get what this installation lacks: the distributions that ship it. */
public final class Flavours {
  public static final String WITH_SQL = "sqlite or full";

  private static final Map<String, String> WITH_BACKEND =
      Map.of("sqlite", "sqlite or full", "vault", "vault or full");

  /** The backends whose commands these are. */
  private static final Map<String, String> COMMANDS =
      Map.of("conflicts", "vault", "vault", "vault");

  private Flavours() {}

  /** {@return what to do to get this backend, as a sentence; empty if no flavour has it} */
  public static Optional<String> remedy(String backend) {
    return Optional.ofNullable(WITH_BACKEND.get(backend))
        .map(flavours -> "Install the flavour " + flavours);
  }

  /** {@return why this command is not here; empty if no flavour has it} */
  public static Optional<String> lacking(String command) {
    return Optional.ofNullable(COMMANDS.get(command))
        .flatMap(
            backend ->
                remedy(backend)
                    .map(
                        remedy ->
                            "Cannot run quire %s: this installation lacks the backend %s, so nothing was done. %s"
                                .formatted(command, backend, remedy)));
  }
}
