package quire.cli.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes clients that start one version of an installation start whichever is current. */
@FunctionalInterface
public interface ClientRepair {
  /**
   * Repairs the entries that name a version.
   *
   * @param root the folder in which the versions lie; those of another installation stay as they
   *     are
   * @param carryOut whether to do it or only to say what would be done
   * @return what was done, or would be, a line a file
   */
  List<String> of(Path root, boolean carryOut) throws IOException;
}
