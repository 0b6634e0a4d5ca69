package quire.cli.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Surroundings;
import quire.text.Nearest;

/** The clients that a command is about. */
final class Connections {
  private final ClientPlaces places;

  Connections(Surroundings surroundings) {
    places = new ClientPlaces(surroundings);
  }

  /**
   * {@return the clients of these ids, or those that are on this machine if none is given}
   *
   * @throws ConfigurationException naming the nearest id if one is not known
   */
  List<Connection> of(List<String> ids) {
    List<Connection> chosen = new ArrayList<>();
    if (ids.isEmpty()) {
      Client.ALL.stream().filter(places::isHere).map(this::connection).forEach(chosen::add);
    }
    for (String id : ids) {
      chosen.add(connection(Client.named(id).orElseThrow(() -> unknown(id))));
    }
    return List.copyOf(chosen);
  }

  private Connection connection(Client client) {
    return new Connection(client, places.file(client));
  }

  private static ConfigurationException unknown(String id) {
    List<String> known = Client.ALL.stream().map(Client::id).toList();
    Optional<String> nearest = Nearest.like(id, known);
    return new ConfigurationException(
        "No client '%s' is known; %s"
            .formatted(
                id,
                nearest
                    .map("the nearest is '%s'"::formatted)
                    .orElse("known are " + String.join(", ", known))));
  }
}
