package quire.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quire.api.spi.MemoryStoreProvider;
import quire.cli.Backends;
import quire.cli.Scene;

/**
 * Repositories of strangers: random settings, links, git files, marks of vaults, folders above and
 * owners. Nothing outside of them and of Quire's own places is read into an answer, made or
 * changed. {@code -Dfuzz.repositories=10000} for a night; {@code -Dquire.fuzz.seed} repeats one.
 * Backends that are on the module path take the place of those on the heap.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pipes, links and owners are those of Linux")
class RepositoryFuzzTest {
  private static final int OTHER_USER = 54_321;
  private static final String CANARY = "the root password is canary";

  private static final List<String> PLACES =
      List.of(
          "sub/memory.db",
          "memory.db",
          ".quire/memory.db",
          "sub/../memory.db",
          "out/memory.db",
          "out/.quire/memory.db",
          "../../home/work/secret/.quire/memory.db",
          "../../../home/work/secret/.quire/memory.db",
          "~/work/secret/.quire/memory.db",
          "~/.ssh/authorized_keys",
          "~/new/memory.db",
          "~/precious.txt",
          "~/vault",
          "sub/../../stray.db",
          "notes",
          "notes/inner",
          "out",
          ".");

  @TempDir private Path folder;
  private Path home = Path.of("");
  private Path shared = Path.of("");
  private Random luck = new Random(0);

  @Test
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  void aStrangersRepositoryReachesNothingOutsideOfItself(TestReporter reporter) throws Exception {
    long seed = Long.getLong("quire.fuzz.seed", 20_261_129L);
    int repositories = Integer.getInteger("quire.fuzz.repositories", 40);
    luck = new Random(seed);
    Scene scene = new Scene(folder.toRealPath());
    home = scene.home;
    shared = Files.createDirectories(home.resolveSibling("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
    run("chmod", "1777", shared.toString());
    List<MemoryStoreProvider> backends = backends();
    furnish(scene);
    Map<String, String> before = outside();
    int opened = 0;
    for (int number = 0; number < repositories; number++) {
      Path repository = repository(number);
      Path sub = repository.resolve("sub");
      boolean below = chance(20) && Files.notExists(sub, LinkOption.NOFOLLOW_LINKS);
      Path inside = below ? Files.createDirectories(sub) : repository;
      String what = "seed %d, repository %d: %s".formatted(seed, number, listing(repository));
      for (List<String> command : commands(number)) {
        if (scene.runIn(inside, backends, command.toArray(String[]::new)) == 0
            && command.getFirst().equals("add")) {
          opened++;
        }
        assertThat(scene.said()).as(what).doesNotContain(CANARY);
        assertThat(scene.noticed().toString()).as(what).doesNotContain(CANARY);
      }
      assertThat(outside()).as(what).isEqualTo(before);
      delete(shared.resolve("r" + number));
      delete(home.resolve("src"));
    }
    assertThat(opened).as("of %d repositories that can be written", repositories).isPositive();
    reporter.publishEntry(
        "fuzz",
        "seed %d: %d repositories, %d took a fact, with %s"
            .formatted(
                seed,
                repositories,
                opened,
                backends.stream().map(MemoryStoreProvider::id).toList()));
  }

  private static List<MemoryStoreProvider> backends() {
    List<MemoryStoreProvider> real = new ArrayList<>();
    ServiceLoader.load(MemoryStoreProvider.class).forEach(real::add);
    return real.stream().anyMatch(backend -> backend.id().equals("sqlite"))
        ? real
        : Backends.INSTALLED;
  }

  /** What is the user's, and what another user of the machine has prepared. */
  private void furnish(Scene scene) throws Exception {
    Path secret = home.resolve("work/secret");
    Files.createDirectories(secret.resolve(".git"));
    assertThat(scene.runIn(secret, backends(), "add", "secret", CANARY)).isZero();
    Files.writeString(home.resolve("precious.txt"), CANARY);
    Path vault = home.resolve("vault");
    Files.createDirectories(vault.resolve(".quire"));
    Files.writeString(vault.resolve(".quire/vault.json"), "{\"quireVault\":1}");
    Files.writeString(vault.resolve("secret.md"), "- " + CANARY + "\n");
    Path others = Files.createDirectories(shared.resolve("mallory"));
    Files.writeString(others.resolve("memory.db"), CANARY);
    run("chmod", "-R", "777", others.toString());
    run("chown", "-R", OTHER_USER + ":" + OTHER_USER, others.toString());
  }

  private static List<List<String>> commands(int number) {
    return List.of(
        List.of("graph", "--json"),
        List.of("add", "fact " + number, "a fact of repository " + number),
        List.of("search", "password"),
        List.of("where"),
        List.of("rm", "fact " + number, "--yes"));
  }

  private Path repository(int number) throws Exception {
    Path above = chance(70) ? shared.resolve("r" + number) : home.resolve("src");
    Path repository = Files.createDirectories(above.resolve(chance(50) ? "repo" : "a/repo"));
    git(repository);
    if (chance(60)) {
      settings(repository.resolve("quire.toml"));
    }
    links(repository);
    if (chance(40)) {
      vault(repository.resolve("notes"));
    }
    if (chance(30)) {
      settings(above.resolve("quire.toml"));
    }
    if (chance(20)) {
      Files.createDirectories(above.resolve(".git"));
    }
    owners(above, repository);
    return repository;
  }

  private void git(Path repository) throws Exception {
    Path git = repository.resolve(".git");
    switch (luck.nextInt(9)) {
      case 0 -> Files.createSymbolicLink(git, home.resolve("work/secret/.git"));
      case 1 -> Files.writeString(git, "gitdir: " + home.resolve("work/secret/.git") + "\n");
      case 2 -> {
        Path own = Files.createDirectories(repository.resolve("g"));
        Files.writeString(git, "gitdir: ./g\n");
        Files.writeString(
            own.resolve("commondir"),
            pick("../../../../home/work/secret/.git", home + "/work/secret/.git", "..", "") + "\n");
        if (chance(50)) {
          Files.writeString(own.resolve("gitdir"), git + "\n");
        }
      }
      case 3 -> Files.createSymbolicLink(git, Path.of(pick(".", "/dev/zero", "/nowhere", ".git")));
      case 4 -> run("mkfifo", git.toString());
      case 5 -> {
        // none
      }
      default -> Files.createDirectories(git);
    }
  }

  private void settings(Path file) throws Exception {
    if (chance(4)) {
      run("mkfifo", file.toString());
      return;
    }
    StringBuilder text = new StringBuilder();
    if (chance(80)) {
      String place = PLACES.get(luck.nextInt(PLACES.size()));
      text.append(
          "store = \"%s:%s\"\n".formatted(pick("sqlite", "vault", "sqlite", "tree"), place));
    } else if (chance(30)) {
      text.append("store = \"sqlite:%s/mallory/memory.db\"\n".formatted(shared));
    }
    if (chance(15)) {
      text.append("secrets = \"off\"\n");
    }
    if (chance(20)) {
      text.append(
          "[vault]\nstate-dir = \"%s\"\n"
              .formatted(pick("state", "~/state", "../../../home", home.toString())));
    }
    Files.writeString(file, text);
  }

  private void links(Path repository) throws IOException {
    if (chance(30)) {
      link(repository.resolve(".quire"));
    } else if (chance(30)) {
      link(Files.createDirectories(repository.resolve(".quire")).resolve("memory.db"));
    }
    for (String name : List.of("sub", "out", "notes", "memory.db", "state")) {
      if (chance(15)) {
        link(repository.resolve(name));
      }
    }
  }

  private void link(Path at) throws IOException {
    Files.createSymbolicLink(
        at,
        Path.of(
            pick(
                home + "/work/secret/.quire",
                home + "/work/secret/.quire/memory.db",
                "../../../home/work/secret/.quire",
                "../../../home/work/secret/.quire/memory.db",
                "../../home/work/secret",
                home + "/precious.txt",
                home + "/new.db",
                home + "/vault",
                home.toString(),
                shared + "/mallory",
                shared + "/mallory/memory.db",
                "inner",
                ".",
                "..",
                "/dev/null",
                at.getFileName().toString())));
  }

  private void vault(Path notes) throws Exception {
    if (Files.exists(notes, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.createDirectories(notes.resolve(".quire"));
    Files.writeString(notes.resolve(".quire/vault.json"), "{\"quireVault\":1}");
    if (chance(50)) {
      Files.createSymbolicLink(notes.resolve("leak.md"), home.resolve("vault/secret.md"));
    }
    if (chance(50)) {
      Files.createSymbolicLink(notes.resolve("folder"), home.resolve("vault"));
    }
    if (chance(50)) {
      Files.createSymbolicLink(notes.resolve(".trash"), home.resolve("vault"));
    }
    if (chance(30)) {
      run("mkfifo", notes.resolve("password.md").toString());
    }
  }

  /** Only root can give files away; another user's run leaves this out. */
  private void owners(Path above, Path repository) throws Exception {
    if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      return;
    }
    List<Path> all = new ArrayList<>(List.of(above, repository));
    for (String name : List.of("quire.toml", ".git", ".quire", ".quire/memory.db", "notes")) {
      all.add(above.resolve(name));
      all.add(repository.resolve(name));
    }
    for (Path path : all) {
      if (chance(6) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.setAttribute(path, "unix:uid", OTHER_USER, LinkOption.NOFOLLOW_LINKS);
      }
      if (chance(4) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
    }
  }

  private boolean chance(int percent) {
    return luck.nextInt(100) < percent;
  }

  private String pick(String... choices) {
    return choices[luck.nextInt(choices.length)];
  }

  /** Every path outside of the repository and of Quire's own places, with what is in it. */
  private Map<String, String> outside() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (Path root : List.of(home, shared)) {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
              boolean own =
                  at.equals(home.resolve(".local"))
                      || at.equals(home.resolve(".cache"))
                      || at.equals(home.resolve("src"))
                      || (shared.equals(at.getParent())
                          && at.getFileName().toString().startsWith("r"));
              found.computeIfAbsent(at.toString(), path -> "folder");
              return own ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path at, BasicFileAttributes attributes) {
              found.put(
                  at.toString(), attributes.size() + " bytes, " + attributes.lastModifiedTime());
              return FileVisitResult.CONTINUE;
            }
          });
    }
    found.keySet().removeIf(path -> path.startsWith(shared + "/r") || isOwnPlace(path));
    return found;
  }

  private boolean isOwnPlace(String path) {
    return path.startsWith(home + "/.local")
        || path.startsWith(home + "/.cache")
        || path.equals(home + "/src");
  }

  private static String listing(Path repository) throws IOException {
    StringBuilder text = new StringBuilder();
    Files.walkFileTree(
        repository,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path at, BasicFileAttributes attributes)
              throws IOException {
            text.append('\n').append(at);
            if (attributes.isSymbolicLink()) {
              text.append(" -> ").append(Files.readSymbolicLink(at));
            } else if (attributes.isRegularFile() && attributes.size() < 1000) {
              text.append(": ").append(Files.readString(at).strip());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return text.toString();
  }

  private static void delete(Path tree) throws Exception {
    run("rm", "-rf", tree.toString());
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
