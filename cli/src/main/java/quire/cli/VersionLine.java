package quire.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.IVersionProvider;
import quire.api.spi.MemoryStoreProvider;
import quire.cli.base.Services;
import quire.cli.base.Version;

/** What {@code quire --version} prints. */
final class VersionLine implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String backends =
        Services.backends().stream().map(MemoryStoreProvider::id).collect(Collectors.joining(", "));
    return new String[] {
      "quire %s (backends: %s; Java %s)"
          .formatted(Version.number(), backends, System.getProperty("java.version"))
    };
  }
}
