package quire.cli.connect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import quire.cli.base.Surroundings;
import quire.cli.install.ClientRepair;

/** The clients of this machine whose files name one version of an installation. */
public record PinnedClients(Surroundings surroundings) implements ClientRepair {
  @Override
  public List<String> of(Path root, boolean carryOut) throws IOException {
    List<String> done = new ArrayList<>();
    for (Connection connection : new Connections(surroundings).of(List.of())) {
      Connection.Result result = connection.unpin(root, carryOut);
      if (result.changes()) {
        done.add(
            "%s %s the current version in %s"
                .formatted(
                    connection.client().title(),
                    carryOut ? "now starts" : "would start",
                    connection.path()));
      }
    }
    return List.copyOf(done);
  }
}
