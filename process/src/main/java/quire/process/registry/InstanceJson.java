package quire.process.registry;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.process.kernel.Host;
import quire.process.kernel.ProcessId;
import quire.process.owner.Owner;

/** The entry's text in the registry. Later versions may add members; unknown ones are ignored. */
final class InstanceJson {
  private InstanceJson() {}

  static String write(Instance instance) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("id", instance.id());
    members.put("pid", text(instance.process().pid()));
    members.put("mark", text(instance.process().mark()));
    members.put("user", instance.user());
    members.put("boot", instance.host().boot());
    members.put("namespace", instance.host().namespace());
    Service service = instance.service();
    members.put("version", service.version());
    members.put("installation", service.installation());
    members.put("store", service.store());
    service.project().ifPresent(project -> members.put("project", project));
    members.put("transport", service.transport());
    service.address().ifPresent(address -> members.put("address", address));
    owners(instance.owners(), members);
    instance.client().ifPresent(client -> client(client, members));
    members.put("registered", instance.registered().toString());
    return FlatJson.write(members);
  }

  private static void client(Client client, Map<String, String> members) {
    members.put("client", client.name());
    members.put("clientVersion", client.version());
  }

  private static void owners(List<Owner> owners, Map<String, String> members) {
    for (int level = 0; level < owners.size(); level++) {
      Owner owner = owners.get(level);
      members.put("owner" + level + "Pid", text(owner.process().pid()));
      members.put("owner" + level + "Mark", text(owner.process().mark()));
      members.put("owner" + level + "Command", owner.command());
    }
  }

  private static String text(long number) {
    return Long.toString(number);
  }

  /**
   * {@return what the text says}
   *
   * @throws IllegalArgumentException if it is no entry
   */
  static Instance read(String text) {
    Map<String, String> members = FlatJson.read(text);
    return new Instance(
        member(members, "id"),
        new ProcessId(number(members, "pid"), number(members, "mark")),
        member(members, "user"),
        new Host(member(members, "boot"), member(members, "namespace")),
        service(members),
        owners(members),
        Optional.ofNullable(members.get("client"))
            .map(name -> new Client(name, member(members, "clientVersion"))),
        instant(member(members, "registered")));
  }

  private static Service service(Map<String, String> members) {
    return new Service(
        member(members, "version"),
        member(members, "installation"),
        member(members, "store"),
        Optional.ofNullable(members.get("project")),
        member(members, "transport"),
        Optional.ofNullable(members.get("address")));
  }

  private static List<Owner> owners(Map<String, String> members) {
    List<Owner> owners = new ArrayList<>();
    for (int level = 0; members.containsKey("owner" + level + "Pid"); level++) {
      String owner = "owner" + level;
      owners.add(
          new Owner(
              new ProcessId(number(members, owner + "Pid"), number(members, owner + "Mark")),
              member(members, owner + "Command")));
    }
    return owners;
  }

  private static String member(Map<String, String> members, String name) {
    String value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The entry has no member " + name);
    }
    return value;
  }

  private static long number(Map<String, String> members, String name) {
    return Long.parseLong(member(members, name));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException broken) {
      throw new IllegalArgumentException("No instant: " + text, broken);
    }
  }
}
