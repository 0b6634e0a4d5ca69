package quire.distribution;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages of a module are its rooms: without cycles, each using only what its page says. */
class RoomsIT {
  private static final Path ROOT = Path.of(System.getProperty("quire.distribution", ".."), "..");

  /** The contract and its history name each other, which is what a contract with history is. */
  private static final Set<String> ONE_ROOM = Set.of("quire.api");

  private static final Pattern USES = Pattern.compile("\\bUses ([^.]*)\\.");

  private static final Pattern NAME = Pattern.compile("\\bmodule ([a-z.]+) \\{");

  private static final List<Compiled> MODULES = modules();

  /** A module that was compiled. */
  record Compiled(String name, Path folder, JavaClasses classes, Set<String> packages) {
    /** {@return the sentence of a room, or none} */
    String page(String room) throws IOException {
      Path page =
          folder
              .resolve("src/main/java")
              .resolve(room.replace('.', '/'))
              .resolve("package-info.java");
      return Files.exists(page) ? Files.readString(page).replaceAll("\\s+\\*?\\s*", " ") : "";
    }

    @Override
    public String toString() {
      return folder.getFileName().toString();
    }
  }

  private static List<Compiled> modules() {
    // What the JDK's classes use is not asked, and reading them takes most of the time.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("src/main/java/module-info.java")))
          .filter(folder -> Files.exists(folder.resolve("target/classes/module-info.class")))
          .sorted()
          .map(RoomsIT::compiled)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Compiled compiled(Path folder) {
    try {
      Path descriptor = folder.resolve("src/main/java/module-info.java");
      Matcher name = NAME.matcher(Files.readString(descriptor));
      assertThat(name.find()).as("the name of a module in %s", descriptor).isTrue();
      JavaClasses classes = new ClassFileImporter().importPath(folder.resolve("target/classes"));
      return new Compiled(name.group(1), folder, classes, packages(classes));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Set<String> packages(JavaClasses classes) {
    return classes.stream()
        .map(JavaClass::getPackageName)
        .filter(room -> !room.isEmpty()) // the module's descriptor is a class of no package
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static List<Compiled> modulesOfSeveralRooms() {
    return MODULES.stream()
        .filter(module -> module.packages().size() > 1 && !ONE_ROOM.contains(module.name()))
        .toList();
  }

  @Test
  void theModulesAreSeen() {
    assertThat(MODULES).hasSizeGreaterThan(12);
    assertThat(modulesOfSeveralRooms())
        .extracting(Compiled::name)
        .contains(
            "quire.cli",
            "quire.http",
            "quire.mcp",
            "quire.process",
            "quire.storage.sqlite",
            "quire.storage.vault");
    assertThat(modulesOfSeveralRooms()).allMatch(module -> module.classes().size() > 25);
  }

  @ParameterizedTest
  @MethodSource("modulesOfSeveralRooms")
  void noRoomUsesOneThatUsesIt(Compiled module) {
    SliceAssignment rooms =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass one) {
            return module.packages().contains(one.getPackageName())
                ? SliceIdentifier.of(one.getPackageName())
                : SliceIdentifier.ignore();
          }

          @Override
          public String getDescription() {
            return "the rooms of " + module;
          }
        };
    slices().assignedFrom(rooms).should().beFreeOfCycles().check(module.classes());
  }

  @ParameterizedTest
  @MethodSource("modulesOfSeveralRooms")
  void aRoomUsesOnlyWhatItsPageSays(Compiled module) throws IOException {
    int uses = 0;
    for (String room : module.packages()) {
      Set<String> allowed = allowed(module, room);
      uses += allowed.size();
      allowed.add(room);
      DescribedPredicate<JavaClass> inside =
          resideInAnyPackage(module.packages().toArray(String[]::new));
      classes()
          .that()
          .resideInAPackage(room)
          .should()
          .onlyDependOnClassesThat(
              DescribedPredicate.not(inside)
                  .or(resideInAnyPackage(allowed.toArray(String[]::new)))
                  .as("are in %s, as the page of the room says", allowed))
          .check(module.classes());
    }
    assertThat(uses).as("uses that the pages allow").isPositive();
  }

  /** Reads the last sentence of a room: "Uses json and protocol." */
  private static Set<String> allowed(Compiled module, String room) throws IOException {
    Matcher sentence = USES.matcher(module.page(room));
    assertThat(sentence.find()).as("what %s uses, in its package-info.java", room).isTrue();
    String words = sentence.group(1);
    Set<String> others = new TreeSet<>(module.packages());
    others.remove(room);
    if (words.startsWith("no other ")) {
      return new TreeSet<>();
    }
    if (words.startsWith("all but the root")) {
      others.remove(module.name());
      return others;
    }
    if (words.startsWith("all ") || words.startsWith("every other ")) {
      return others;
    }
    Set<String> named = new TreeSet<>();
    for (String word : words.split(", | and ")) {
      named.add(module.name() + "." + word.strip());
    }
    assertThat(module.packages()).as("what %s says", room).containsAll(named);
    return named;
  }
}
