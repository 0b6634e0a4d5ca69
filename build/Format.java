import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Checks or applies the house format: {@code java build/Format.java changed|all|apply}. Formatting
 * all sources takes half a minute of processor time, so sources that were found in it are
 * remembered by their digest and passed over the next time, and with {@code changed} those that are
 * as they were committed.
 */
class Format {
  private static final Path REMEMBERED = Path.of("target", "formatted");

  static void main(String[] arguments) throws Exception {
    boolean apply = arguments[0].equals("apply");
    List<Path> different = new ArrayList<>();
    Set<String> known = remembered();
    Set<String> sound = new TreeSet<>();
    List<Path> sources = sources(Path.of("."));
    if (arguments[0].equals("changed")) {
      changed().ifPresent(changed -> sources.removeIf(it -> !changed.contains(it.normalize())));
      // What was found once is still known, whatever is looked at now.
      sound.addAll(known);
    }
    for (Path source : sources) {
      String text = Files.readString(source);
      String digest = digest(text);
      if (known.contains(digest)) {
        sound.add(digest);
        continue;
      }
      String formatted = new Formatter().formatSourceAndFixImports(text);
      if (!formatted.equals(text)) {
        different.add(source);
        if (apply) {
          Files.writeString(source, formatted);
        }
      }
      sound.add(digest(formatted));
    }
    remember(sound);
    if (!apply && !different.isEmpty()) {
      System.err.println("Not in the house format (nothing was changed):");
      different.forEach(source -> System.err.println("  " + source));
      System.err.println("To format them: mvn -q -Pformat -pl build process-sources");
      System.exit(1);
    }
  }

  /** {@return what differs from the last commit or is in none; nothing where git does not know} */
  private static Optional<Set<Path>> changed() throws Exception {
    Set<Path> changed = new HashSet<>();
    for (String[] question :
        new String[][] {
          {"git", "diff", "--name-only", "--relative", "-z", "HEAD"},
          {"git", "ls-files", "--others", "--exclude-standard", "-z"}
        }) {
      try {
        Process git =
            new ProcessBuilder(question).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String answer = new String(git.getInputStream().readAllBytes(), UTF_8);
        if (git.waitFor() != 0) {
          return Optional.empty();
        }
        Stream.of(answer.split("\0"))
            .filter(name -> !name.isEmpty())
            .map(Path::of)
            .forEach(changed::add);
      } catch (IOException noGit) {
        return Optional.empty();
      }
    }
    return Optional.of(changed);
  }

  private static Set<String> remembered() throws IOException {
    return Files.exists(REMEMBERED) ? Set.copyOf(Files.readAllLines(REMEMBERED)) : Set.of();
  }

  private static void remember(Set<String> sound) throws IOException {
    Files.createDirectories(REMEMBERED.getParent());
    Files.write(REMEMBERED, sound);
  }

  /** With another version of the formatter, another digest. */
  private static String digest(String text) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(
        String.valueOf(Formatter.class.getPackage().getImplementationVersion()).getBytes(UTF_8));
    digest.update(text.getBytes(UTF_8));
    return HexFormat.of().formatHex(digest.digest());
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
