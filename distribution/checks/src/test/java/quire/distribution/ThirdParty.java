package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** Builds a backend as somebody else would: against the API's jar and nothing else. */
final class ThirdParty {
  private ThirdParty() {}

  /** Compiles the module in a folder of its own and puts its jar beside the others. */
  static void install(Path lib, Path build) throws Exception {
    Path sources = Files.createDirectories(build.resolve("src/elsewhere"));
    Path descriptor = build.resolve("src/module-info.java");
    Files.writeString(
        descriptor,
        """
        module elsewhere {
          requires quire.api;
          provides quire.api.spi.MemoryStoreProvider with elsewhere.NowhereProvider;
        }
        """);
    Path provider = sources.resolve("NowhereProvider.java");
    Files.writeString(
        provider,
        """
        package elsewhere;

        import java.time.Clock;
        import java.util.Set;
        import quire.api.MemoryStore;
        import quire.api.StoreUnavailableException;
        import quire.api.spi.MemoryStoreProvider;
        import quire.api.spi.StoreFolders;
        import quire.api.spi.StoreSettings;

        public final class NowhereProvider implements MemoryStoreProvider {
          public String id() {
            return "nowhere";
          }

          public Set<String> options() {
            return Set.of();
          }

          public String location(String written, StoreFolders folders) {
            return written;
          }

          public String usualLocation(StoreFolders folders) {
            return "anywhere";
          }

          public boolean exists(StoreSettings settings) {
            return false;
          }

          public MemoryStore open(StoreSettings settings, Clock clock) {
            throw new StoreUnavailableException("Nothing is kept here");
          }
        }
        """);
    run(
        "javac",
        "--module-path",
        lib.toString(),
        "-d",
        build.resolve("classes").toString(),
        descriptor.toString(),
        provider.toString());
    run(
        "jar",
        "--create",
        "--file",
        lib.resolve("elsewhere.jar").toString(),
        "-C",
        build.resolve("classes").toString(),
        ".");
  }

  private static void run(String tool, String... arguments) {
    ToolProvider found = ToolProvider.findFirst(tool).orElseThrow();
    assertThat(found.run(System.out, System.err, arguments)).as(tool).isZero();
  }
}
