package quire.process.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import quire.api.spi.Sha256;

/**
 * The projects whose own configuration this user has approved, by {@code quire trust}. An approval
 * names the project's folder and what it would decide, by a digest: if the project then says
 * something else, it has to be approved again (as direnv does it).
 *
 * @param file one approval a line: the digest, a blank, the folder
 */
public record ApprovedProjects(Path file) {
  private static final String NAME = "approved-projects";

  /** More than anybody approves by hand; what is larger is not ours. */
  private static final long LARGEST = 1 << 20;

  /** {@return the approvals below a user's folder of settings} */
  public static ApprovedProjects in(Path configurationFolder) {
    return new ApprovedProjects(configurationFolder.resolve(NAME));
  }

  /**
   * {@return whether this was approved}
   *
   * @param claims what the project would decide, in a form that does not change by itself
   */
  public boolean approves(Path project, List<String> claims) throws IOException {
    return lines().contains(line(project, claims));
  }

  /** Approves what a project decides now, and forgets what was approved for it before. */
  public void approve(Path project, List<String> claims) throws IOException {
    List<String> lines = others(project);
    lines.add(line(project, claims));
    write(lines);
  }

  /** {@return whether there was an approval to take back} */
  public boolean revoke(Path project) throws IOException {
    List<String> rest = others(project);
    boolean found = rest.size() < lines().size();
    if (found) {
      write(rest);
    }
    return found;
  }

  private List<String> others(Path project) throws IOException {
    List<String> rest = new ArrayList<>();
    for (String line : lines()) {
      if (!line.endsWith(" " + project)) {
        rest.add(line);
      }
    }
    return rest;
  }

  private List<String> lines() throws IOException {
    try {
      boolean ours =
          Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LARGEST;
      return ours ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  private void write(List<String> lines) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft =
        Files.createTempFile(
            folder,
            NAME,
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(draft, lines, StandardCharsets.UTF_8);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static String line(Path project, List<String> claims) {
    MessageDigest digest = Sha256.begin();
    digest.update(project.toString().getBytes(StandardCharsets.UTF_8));
    for (String claim : claims) {
      digest.update((byte) 0);
      digest.update(claim.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest()) + " " + project;
  }
}
