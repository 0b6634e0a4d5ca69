package quire.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import quire.api.Entity;
import quire.api.spi.Finding;
import quire.secrets.Secret;
import quire.secrets.SecretScanner;

/** Gathers where a store holds secrets, never what they are. */
final class StoredSecrets {
  /** More than these are counted: a person has to look at each of them. */
  private static final int NAMED = 5;

  private final SecretScanner scanner = SecretScanner.builtIn();
  private final List<String> places = new ArrayList<>();
  private long count;

  void entity(Entity entity) {
    String name = scanner.redacted(entity.name());
    for (Secret secret : scanner.secrets(entity.name())) {
      add("%s in the name \"%s\"".formatted(secret.kind(), name));
    }
    for (int i = 0; i < entity.observations().size(); i++) {
      for (Secret secret : scanner.secrets(entity.observations().get(i))) {
        add("%s in observation %d of \"%s\"".formatted(secret.kind(), i + 1, name));
      }
    }
  }

  private void add(String place) {
    count++;
    if (places.size() < NAMED) {
      places.add(place);
    }
  }

  Finding finding() {
    if (count == 0) {
      return Finding.ok("no token of a known format is stored");
    }
    String more = count > places.size() ? " and %,d more".formatted(count - places.size()) : "";
    return Finding.warn(
        "secrets are stored: %s%s".formatted(String.join(", ", places), more),
        "make them invalid where they were given out, then have an agent delete those"
            + " observations");
  }
}
