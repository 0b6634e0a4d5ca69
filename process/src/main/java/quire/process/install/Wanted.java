package quire.process.install;

import java.util.Optional;

/**
 * The version that is to be installed, and what the user vouches for.
 *
 * @param from a folder, an archive, or an address of one
 * @param sha256 of the archive, instead of the file ARCHIVE.sha256 beside it
 * @param unsigned whether an archive without a signature will do
 * @param older whether it may be older than the version that runs
 */
public record Wanted(String from, Optional<String> sha256, boolean unsigned, boolean older) {
  /** {@return the version there, with every proof that it can have} */
  public static Wanted of(String from) {
    return new Wanted(from, Optional.empty(), false, false);
  }

  public Wanted withChecksum(String hex) {
    return new Wanted(from, Optional.of(hex), unsigned, older);
  }

  public Wanted evenUnsigned() {
    return new Wanted(from, sha256, true, older);
  }

  public Wanted evenOlder() {
    return new Wanted(from, sha256, unsigned, true);
  }
}
