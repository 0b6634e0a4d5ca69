package quire.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins who may require whom. Who adds a module or a library adds it here. */
class ModuleGraphTest {
  /** Modules of the JDK come on top, except for the API, which needs none but java.base. */
  private static final Map<String, Set<String>> MAY_REQUIRE =
      Map.ofEntries(
          entry("quire.api", Set.of()),
          entry("quire.text", Set.of()),
          entry("quire.ranking", Set.of("quire.api", "quire.text")),
          entry(
              "quire.conformance",
              Set.of(
                  "quire.api",
                  "quire.ranking",
                  "quire.text",
                  "org.junit.jupiter.api",
                  "org.assertj.core")),
          entry(
              "quire.storage.sqlite",
              Set.of("quire.api", "quire.ranking", "quire.text", "org.xerial.sqlitejdbc")),
          entry(
              "quire.storage.vault",
              Set.of(
                  "quire.api",
                  "quire.ranking",
                  "quire.text",
                  "org.snakeyaml.engine",
                  "org.commonmark")),
          entry(
              "quire.storage.postgresql",
              Set.of("quire.api", "quire.ranking", "quire.text", "org.postgresql.jdbc")),
          entry(
              "quire.semantic",
              Set.of(
                  "quire.api", "quire.ranking", "com.microsoft.onnxruntime", "tools.jackson.core")),
          entry("quire.query", Set.of("quire.api", "com.h2database")),
          entry(
              "quire.resilience",
              Set.of("quire.api", "io.github.resilience4j.retry", "io.github.resilience4j.core")),
          entry("quire.secrets", Set.of("quire.api")),
          entry("quire.process", Set.of("quire.api")),
          entry("quire.process.oshi", Set.of("quire.process", "com.github.oshi")),
          entry("quire.mcp", Set.of("quire.api", "quire.text", "tools.jackson.core")),
          entry("quire.http", Set.of("quire.mcp")),
          entry(
              "quire.cli",
              Set.of(
                  "quire.api",
                  "quire.http",
                  "quire.mcp",
                  "quire.process",
                  "quire.resilience",
                  "quire.secrets",
                  "quire.text",
                  "com.google.common",
                  "com.google.guice",
                  "info.picocli",
                  "jakarta.inject",
                  "org.tomlj",
                  "tools.jackson.core")),
          entry(
              "quire.lab",
              Set.of(
                  "quire.api",
                  "quire.cli",
                  "quire.mcp",
                  "quire.ranking",
                  "quire.text",
                  "info.picocli",
                  "tools.jackson.core")));

  private static final Map<String, Set<String>> MAY_OPEN_TO =
      Map.of(
          "quire.conformance", Set.of("org.junit.platform.commons"),
          "quire.cli", Set.of("info.picocli", "com.google.guice"),
          "quire.lab", Set.of("info.picocli"));

  private static final Map<String, Set<String>> MAY_EXPORT_TO =
      Map.of(
          "quire.cli", Set.of("quire.lab"),
          "quire.process", Set.of("quire.cli", "quire.process.oshi"),
          "quire.mcp", Set.of("quire.http"),
          "quire.http", Set.of("quire.cli"));

  private static final Predicate<String> JDK =
      name -> name.startsWith("java.") || name.startsWith("jdk.");

  static List<ModuleSource> modules() throws IOException {
    return ModuleSource.all();
  }

  @Test
  void theModulesAreSeen() throws IOException {
    assertThat(modules())
        .extracting(ModuleSource::name)
        .contains("quire.api", "quire.conformance", "quire.storage.sqlite", "quire.cli");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleRequiresOnlyWhatItMay(ModuleSource module) {
    assertThat(MAY_REQUIRE).containsKey(module.name());
    assertThat(module.requires())
        .filteredOn(JDK.negate().or(required -> module.name().equals("quire.api")))
        .isSubsetOf(MAY_REQUIRE.get(module.name()));
  }

  /** So no server can reach H2: what it starts from is the command line, and that is below. */
  @ParameterizedTest
  @MethodSource("modules")
  void nobodyRequiresTheModuleForSql(ModuleSource module) {
    assertThat(module.requires()).doesNotContain("quire.query");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void thePackagesOfAModuleBeginWithItsName(ModuleSource module) throws IOException {
    assertThat(module.packages())
        .filteredOn(name -> !name.equals("quire.api.spi"))
        .isNotEmpty()
        .allMatch(name -> (name + ".").startsWith(module.name() + "."));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void anInnerPackageIsExportedToNobodyOrToAFriendByName(ModuleSource module) {
    if (module.name().startsWith("quire.storage.")
        || Set.of("quire.cli", "quire.query", "quire.process").contains(module.name())) {
      assertThat(module.exportsToAll()).isEmpty();
    } else {
      assertThat(module.exportsToAll())
          .isSubsetOf(module.name(), "quire.api.spi", "quire.api.history");
    }
    assertThat(module.exportsTo()).isSubsetOf(MAY_EXPORT_TO.getOrDefault(module.name(), Set.of()));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleIsOpenOnlyToWhomItMayBe(ModuleSource module) {
    assertThat(module.opensTo()).isSubsetOf(MAY_OPEN_TO.getOrDefault(module.name(), Set.of()));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void servicesAreDeclaredInTheDescriptor(ModuleSource module) {
    assertThat(module.provides())
        .allMatch(
            service ->
                service.startsWith("quire.api.spi.")
                    || service.equals("quire.cli.added.AddedCommands")
                    || service.equals("quire.ranking.Closeness")
                    || service.equals("quire.process.table.ProcessSource"));
    assertThat(Files.exists(module.sources().resolveSibling("resources/META-INF/services")))
        .isFalse();
  }
}
