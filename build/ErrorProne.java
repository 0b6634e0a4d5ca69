import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Shows the main classes of all modules to Error Prone and NullAway: {@code java
 * build/ErrorProne.java MODULES CHECKERS LINTS PLUGIN}. In one compilation, because the checks take
 * seconds to load and to warm up, which each module's own compilation would pay again. Modules are
 * found by their descriptors, so none can be forgotten.
 */
class ErrorProne {
  private static final Pattern NAME =
      Pattern.compile("^(?:open )?module ([\\w.]+)", Pattern.MULTILINE);

  static void main(String[] arguments) throws IOException {
    List<String> options = new ArrayList<>(List.of("--module-path", arguments[0]));
    // An automatic module has annotations of a module that nothing requires: it finds them there.
    options.addAll(List.of("--class-path", arguments[0]));
    options.addAll(List.of("-processorpath", arguments[1], arguments[2], arguments[3]));
    options.addAll(List.of("-Werror", "-proc:none", "-implicit:none", "--release", "25"));
    // Error Prone wants whole classes, one after the other, and none with errors in it.
    options.addAll(List.of("-XDcompilePolicy=simple", "--should-stop=ifError=FLOW"));
    options.addAll(List.of("-XDaddTypeAnnotationsToSymbol=true", "-d", "build/target/classes"));
    List<String> sources = new ArrayList<>();
    List<Path> descriptors = descriptors();
    for (Path descriptor : descriptors) {
      Matcher name = NAME.matcher(Files.readString(descriptor));
      if (!name.find()) {
        throw new IOException("Cannot find the module's name in " + descriptor);
      }
      sources.addAll(sources(descriptor.getParent()));
      options.add("--module-source-path");
      options.add(name.group(1) + "=" + descriptor.getParent());
    }
    // File by file, as whole modules would be left out where they have classes that are newer.
    options.addAll(sources);
    int result =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
    if (result != 0) {
      System.exit(result);
    }
    System.out.println(
        "Error Prone has looked at "
            + sources.size()
            + " classes of "
            + descriptors.size()
            + " modules");
  }

  private static List<Path> descriptors() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(""))) {
      return modules
          .map(module -> module.resolve("src/main/java/module-info.java"))
          .filter(Files::exists)
          .sorted()
          .toList();
    }
  }

  private static List<String> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(Path::toString).filter(file -> file.endsWith(".java")).sorted().toList();
    }
  }
}
