package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Version 9.9.9: the present one, changed. */
record NextVersion(Path home) {
  static NextVersion of(Installation product, Path home) throws Exception {
    Scene.carryOut("cp", "-a", product.home().toString(), home.toString());
    Path list = home.resolve("manifest.txt");
    Files.writeString(list, Files.readString(list).replaceFirst("quire \\S+", "quire 9.9.9"));
    NextVersion next = new NextVersion(home);
    next.callItself("9.9.9");
    return next;
  }

  private void callItself(String version) throws Exception {
    String jar = "lib/" + jar("quire-cli-");
    run("jar", "--update", "--file", home.resolve(jar).toString(), "--module-version", version);
    list(jar);
  }

  /** Puts another text in the place of one of its files, and says so in its list of files. */
  void replace(String path, String text) throws Exception {
    Files.writeString(home.resolve(path), text);
    list(path);
  }

  private void list(String path) throws Exception {
    byte[] content = Files.readAllBytes(home.resolve(path));
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    Path list = home.resolve("manifest.txt");
    List<String> lines =
        Files.readAllLines(list).stream()
            .map(
                line ->
                    line.endsWith(" " + path)
                        ? "%s %d %s".formatted(hash, content.length, path)
                        : line)
            .toList();
    Files.write(list, lines);
  }

  /** Gives it a store format that the present version may read and not write. */
  void changeFormat(Path build) throws Exception {
    Path source = Files.createDirectories(build.resolve("quire/storage/sqlite/file"));
    Path schema =
        Path.of(System.getProperty("quire.distribution", ""))
            .resolve("../storage-sqlite/src/main/java/quire/storage/sqlite/file/Schema.java");
    String copied = "    migrations = List.copyOf(migrations);";
    String text = Files.readString(schema);
    assertThat(text).contains(copied);
    Path changed =
        Files.writeString(
            source.resolve("Schema.java"),
            text.replace(
                copied,
                """
                    var more = new java.util.ArrayList<>(migrations);
                    more.add(
                        new Migration(1, more.size() + 1, List.of("CREATE TABLE of_the_next(x)")));
                    migrations = List.copyOf(more);
                """));
    Path classes = build.resolve("classes");
    String jar = "lib/" + jar("quire-storage-sqlite-");
    run(
        "javac",
        "-nowarn",
        "--module-path",
        home.resolve("lib").toString(),
        "--patch-module",
        "quire.storage.sqlite=" + build,
        "-d",
        classes.toString(),
        changed.toString());
    run("jar", "--update", "--file", home.resolve(jar).toString(), "-C", classes.toString(), ".");
    list(jar);
  }

  private String jar(String start) throws IOException {
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      return jars.map(jar -> jar.getFileName().toString())
          .filter(name -> name.startsWith(start))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void run(String tool, String... arguments) {
    ToolProvider found = ToolProvider.findFirst(tool).orElseThrow();
    assertThat(found.run(System.out, System.err, arguments)).as(tool).isZero();
  }
}
