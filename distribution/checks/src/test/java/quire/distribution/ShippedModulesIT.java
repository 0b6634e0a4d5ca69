package quire.distribution;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules of each flavour as they lie in its {@code lib}. Who ships one more adds it here. */
class ShippedModulesIT {
  private static final Set<String> EACH =
      Set.of(
          "quire.api",
          "quire.cli",
          "quire.http",
          "quire.lab",
          "quire.mcp",
          "quire.process",
          "quire.ranking",
          "quire.resilience",
          "quire.secrets",
          "quire.text");

  private static final Map<String, Set<String>> MORE =
      Map.of(
          "sqlite", Set.of("quire.process.oshi", "quire.storage.sqlite"),
          "vault", Set.of("quire.storage.vault"),
          "full", Set.of("quire.process.oshi", "quire.storage.sqlite", "quire.storage.vault"),
          "team", Set.of("quire.process.oshi", "quire.storage.postgresql", "quire.storage.sqlite"),
          "semantic",
              Set.of(
                  "quire.process.oshi",
                  "quire.semantic",
                  "quire.storage.sqlite",
                  "quire.storage.vault"));

  /** What one module brings along, and no flavour without that module. */
  private static final Map<String, Set<String>> BROUGHT_BY =
      Map.of(
          "quire.semantic", Set.of("com.microsoft.onnxruntime"),
          "quire.storage.postgresql", Set.of("org.postgresql.jdbc"),
          "quire.storage.sqlite", Set.of("org.xerial.sqlitejdbc"),
          "quire.storage.vault", Set.of("org.snakeyaml.engine"),
          "quire.process.oshi", Set.of("com.github.oshi", "com.sun.jna"));

  /** The contract is three packages: the graph, what was, and what a backend provides. */
  private static final Map<String, Integer> MOST_EXPORTS = Map.of("quire.api", 3);

  @TempDir private Path folder;

  private List<ModuleDescriptor> modules(String flavour) throws Exception {
    Path lib = Installation.unpack(flavour, folder).home().resolve("lib");
    return ModuleFinder.of(lib).findAll().stream().map(ModuleReference::descriptor).toList();
  }

  private static List<String> names(List<ModuleDescriptor> modules) {
    return modules.stream().map(ModuleDescriptor::name).toList();
  }

  @ParameterizedTest
  @MethodSource("quire.distribution.Installation#flavours")
  void aFlavourHasItsModulesAndNoOther(String flavour) throws Exception {
    Set<String> expected = new HashSet<>(EACH);
    expected.addAll(MORE.getOrDefault(flavour, Set.of()));
    assertThat(names(modules(flavour)))
        .filteredOn(name -> name.startsWith("quire."))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("quire.distribution.Installation#flavours")
  void aFlavourCarriesNothingOfAModuleThatItDoesNotHave(String flavour) throws Exception {
    List<String> shipped = names(modules(flavour));
    List<String> looked = new ArrayList<>();
    BROUGHT_BY.forEach(
        (backend, libraries) -> {
          looked.addAll(libraries);
          if (shipped.contains(backend)) {
            assertThat(shipped).containsAll(libraries);
          } else {
            assertThat(shipped).doesNotContainAnyElementsOf(libraries);
          }
        });
    assertThat(looked).as("libraries looked for").hasSize(6);
  }

  @Test
  void aModuleExportsOnePackageToAllAtMost() throws Exception {
    List<ModuleDescriptor> own =
        modules("full").stream().filter(module -> module.name().startsWith("quire.")).toList();
    assertThat(own).hasSizeGreaterThan(10);
    int exported = 0;
    for (ModuleDescriptor module : own) {
      List<String> toAll =
          module.exports().stream().filter(not(Exports::isQualified)).map(Exports::source).toList();
      exported += toAll.size();
      assertThat(toAll)
          .as("what %s exports to all", module.name())
          .hasSizeLessThanOrEqualTo(MOST_EXPORTS.getOrDefault(module.name(), 1))
          .allMatch(name -> name.startsWith(module.name()));
    }
    assertThat(exported).as("exported packages seen").isGreaterThan(6);
  }

  @Test
  void backendsExportNothingAndTheCommandLineOnlyToTheModuleThatAddsCommands() throws Exception {
    List<ModuleDescriptor> shipped = modules("full");
    assertThat(shipped)
        .filteredOn(
            module ->
                module.name().startsWith("quire.storage.") || module.name().equals("quire.lab"))
        .hasSizeGreaterThan(2)
        .allMatch(module -> module.exports().isEmpty());
    assertThat(shipped)
        .filteredOn(module -> module.name().equals("quire.cli"))
        .singleElement()
        .satisfies(
            cli -> {
              assertThat(cli.exports())
                  .isNotEmpty()
                  .allMatch(exported -> exported.targets().equals(Set.of("quire.lab")));
              assertThat(cli.requires())
                  .extracting(ModuleDescriptor.Requires::name)
                  .contains("quire.api")
                  .doesNotContain("java.sql");
            });
  }
}
