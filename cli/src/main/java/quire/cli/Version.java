package quire.cli;

import java.util.stream.Collectors;
import picocli.CommandLine.IVersionProvider;
import quire.api.spi.MemoryStoreProvider;

/** Tells which Quire this is. */
final class Version implements IVersionProvider {
  /** {@return the version that the module was built as} */
  static String number() {
    return Version.class.getModule().getDescriptor().rawVersion().orElse("unversioned");
  }

  @Override
  public String[] getVersion() {
    String backends =
        MemoryStoreProvider.installed().stream()
            .map(MemoryStoreProvider::id)
            .collect(Collectors.joining(", "));
    return new String[] {
      "quire %s (backends: %s; Java %s)"
          .formatted(number(), backends, System.getProperty("java.version"))
    };
  }
}
