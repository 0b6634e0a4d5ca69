package quire.api;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A module of the house as its sources declare it, built or not. */
record ModuleSource(Path sources, String declaration) {
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");

  /** {@return every module beside this one} */
  static List<ModuleSource> all() throws IOException {
    List<ModuleSource> modules = new ArrayList<>();
    try (Stream<Path> folders = Files.list(Path.of("..").toRealPath())) {
      for (Path folder : folders.sorted().toList()) {
        Path sources = folder.resolve("src/main/java");
        Path descriptor = sources.resolve("module-info.java");
        if (Files.exists(descriptor)) {
          String text = COMMENT.matcher(Files.readString(descriptor)).replaceAll("");
          modules.add(new ModuleSource(sources, text.replaceAll("\\s+", " ")));
        }
      }
    }
    return modules;
  }

  String name() {
    return declared("module ([\\w.]+) \\{").iterator().next();
  }

  Set<String> requires() {
    return declared("requires (?:transitive )?([\\w.]+);");
  }

  Set<String> exportsToAll() {
    return declared("exports ([\\w.]+);");
  }

  /** {@return who sees a package that not everybody sees} */
  Set<String> exportsTo() {
    return declared("exports [\\w.]+ to ([^;]*);").stream()
        .flatMap(friends -> Arrays.stream(friends.split(",")))
        .map(String::strip)
        .collect(toSet());
  }

  Set<String> provides() {
    return declared("provides ([\\w.]+)");
  }

  /** {@return whom its packages are open to; everybody, if it does not say} */
  Set<String> opensTo() {
    return declared("opens [\\w.]+(?: to)?([^;]*);").stream()
        .flatMap(readers -> Arrays.stream(readers.split(",")))
        .map(reader -> reader.isBlank() ? "everybody" : reader.strip())
        .collect(toSet());
  }

  /** {@return the packages that have classes} */
  Set<String> packages() throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java"))
          .map(file -> sources.relativize(file.getParent()).toString().replace('\\', '.'))
          .map(folder -> folder.replace('/', '.'))
          .collect(toSet());
    }
  }

  private Set<String> declared(String pattern) {
    return Pattern.compile(pattern)
        .matcher(declaration)
        .results()
        .map(found -> found.group(1))
        .collect(toSet());
  }

  @Override
  public String toString() {
    return name();
  }
}
