package quire.cli.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Surroundings;
import quire.process.trust.ApprovedProjects;

/**
 * What a project's own files may decide. A project chooses among the places inside itself. Anything
 * beyond, a store elsewhere, a link that leads out, a folder for state, secrets that are stored as
 * they are, needs the user's approval, because the files may have come with a clone or an archive
 * from a stranger.
 */
public record ProjectRights(Settings settings, Surroundings surroundings) {
  /**
   * Refuses settings that need an approval which is not there.
   *
   * @throws ConfigurationException naming what the project would decide and the command that
   *     approves
   */
  void check() {
    List<String> claims = settings.claims();
    if (!claims.isEmpty() && !isApproved()) {
      throw new ConfigurationException(
          "%s, which is more than the project %s may decide by itself and was not approved; nothing was opened. If you trust this project: run \"quire trust\" in it"
              .formatted(claims.getFirst(), root()));
    }
  }

  public boolean isApproved() {
    try {
      return approvals().approves(root(), settings.claims());
    } catch (IOException unreadable) {
      throw new ConfigurationException(
          "Cannot read %s, where approved projects are noted".formatted(approvals().file()),
          unreadable);
    }
  }

  public void approve() throws IOException {
    approvals().approve(root(), settings.claims());
  }

  /** {@return whether there was an approval} */
  public boolean revoke() throws IOException {
    return approvals().revoke(root());
  }

  private ApprovedProjects approvals() {
    return ApprovedProjects.in(surroundings.configurationFolder());
  }

  /** {@return the project's folder; the working directory where there is no project} */
  public Path root() {
    return settings.project().map(Project::root).orElse(surroundings.workingDirectory());
  }
}
