import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks or applies the house format: {@code java build/Format.java check|apply}. */
class Format {
  static void main(String[] arguments) throws Exception {
    boolean apply = arguments[0].equals("apply");
    List<Path> different = new ArrayList<>();
    for (Path source : sources(Path.of("."))) {
      String text = Files.readString(source);
      String formatted = new Formatter().formatSourceAndFixImports(text);
      if (!formatted.equals(text)) {
        different.add(source);
        if (apply) {
          Files.writeString(source, formatted);
        }
      }
    }
    if (!apply && !different.isEmpty()) {
      System.err.println("Not in the house format (nothing was changed):");
      different.forEach(source -> System.err.println("  " + source));
      System.err.println("To format them: mvn -q -N -Pformat process-sources");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> found = new ArrayList<>(javaFiles(root.resolve("build")));
    for (Path parent : List.of(root, root.resolve("distribution"))) {
      try (Stream<Path> modules = Files.list(parent)) {
        for (Path module : modules.toList()) {
          found.addAll(javaFiles(module.resolve("src")));
        }
      }
    }
    return found;
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}
