package quire.cli.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.cli.base.Surroundings;
import quire.process.kernel.Kernel;
import quire.process.owner.ClientIdentity;
import quire.process.owner.ClientVariables;
import quire.process.trust.Trust;

/** Whose command this is, and what the environment says against it. */
public record Caller(ClientIdentity identity, ClientVariables variables) {
  public static Caller of(Surroundings surroundings) {
    ClientVariables variables = new ClientVariables(surroundings.variables());
    return new Caller(
        new ClientIdentity(
            Optional.empty(),
            ClientIdentity.inTree(Kernel.ofThisSystem(), ProcessHandle.current().pid()),
            variables.identified()),
        variables);
  }

  /**
   * {@return one sentence for each disagreement, saying which answer won}
   *
   * @param project the one in force
   */
  public List<String> conflicts(Optional<Project> project) {
    List<String> conflicts = new ArrayList<>();
    identity
        .conflict()
        .map("variables of several clients are set: "::concat)
        .ifPresent(conflicts::add);
    Optional<Path> root = project.map(Project::root);
    Trust trust = Trust.ofThisProcess();
    for (Map.Entry<String, String> foreign :
        variables.foreignWorkspaces(identity.client()).entrySet()) {
      Path claimed = Path.of(foreign.getValue());
      if (!claimed.isAbsolute()
          || !Project.around(claimed, trust).map(Project::root).equals(root)) {
        conflicts.add(
            "%s=%s is another client's and was not asked: the project is %s"
                .formatted(foreign.getKey(), claimed, root.map(Path::toString).orElse("none")));
      }
    }
    return conflicts;
  }
}
