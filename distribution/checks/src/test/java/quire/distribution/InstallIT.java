package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** From an archive and an empty home to a command on the PATH, and back. */
class InstallIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private Installation product;
  private Path home;

  @BeforeEach
  void unpack() throws Exception {
    product = Installation.unpack("sqlite", folder);
    home = product.user();
  }

  private Session run(Path launcher, String... words) throws Exception {
    ProcessBuilder command = product.command(launcher, words);
    command.environment().remove("QUIRE_STATE_DIR");
    return Session.of(command);
  }

  private Path installed() {
    return home.resolve(".local/bin/quire");
  }

  private List<String> allIn(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !Files.isDirectory(path))
          .map(path -> home.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Tag("long")
  @Test
  void whatIsInstalledRunsWithoutTheArchiveAndIsTakenAwayButForTheStore() throws Exception {
    Session install = run(product.launcher(), "install");
    assertThat(install.errors()).isEmpty();
    assertThat(install.exit()).isZero();
    assertThat(install.lines()).contains("next: quire connect");
    assertThat(install.lines()).anyMatch(line -> line.contains("export PATH="));
    Scene.carryOut("rm", "-r", product.home().toString());

    assertThat(run(installed(), "add", "Ada", "wrote it").exit()).isZero();
    assertThat(run(installed(), "doctor").lines())
        .anyMatch(line -> line.startsWith("PASS installation: version"))
        .anyMatch(line -> line.startsWith("PASS java:") && line.contains("with a cache"));
    assertThat(allIn(home.resolve(".local/share")))
        .contains(
            ".local/share/bash-completion/completions/quire",
            ".local/share/zsh/site-functions/_quire",
            ".local/share/fish/vendor_completions.d/quire.fish",
            ".local/share/man/man1/quire.1",
            ".local/share/man/man1/quire-install.1");

    assertThat(run(installed(), "connect", "cursor").exit()).isZero();
    assertThat(home.resolve(".cursor/mcp.json"))
        .content()
        .contains(home.toRealPath().resolve(".local/share/quire/current/bin/quire").toString());
    assertThat(run(installed(), "disconnect", "cursor").exit()).isZero();
    Files.delete(home.resolve(".cursor"));

    Session preview = run(installed(), "uninstall");
    assertThat(preview.lines()).anyMatch(line -> line.contains("quire uninstall --yes"));
    assertThat(installed()).exists();
    Session gone = run(installed(), "uninstall", "--yes");
    assertThat(gone.errors()).isEmpty();
    assertThat(gone.exit()).isZero();
    assertThat(allIn(home))
        .containsExactly(".local/share/quire/memory.db")
        .as("folders too")
        .satisfies(all -> assertThat(home.resolve(".local/bin")).doesNotExist());
  }

  @Tag("long")
  @Test
  void whatIsNotOursIsLeftAndARunningServerIsNotPulledAway() throws Exception {
    Files.createDirectories(installed().getParent());
    Files.writeString(installed(), "another program");
    Session install = run(product.launcher(), "install");
    assertThat(install.exit()).isZero();
    assertThat(install.errors()).anyMatch(line -> line.contains("no link of ours"));
    assertThat(installed()).hasContent("another program");

    Path current = home.resolve(".local/share/quire/current/bin/quire");
    ProcessBuilder serve = product.command(current, "serve");
    serve.environment().remove("QUIRE_STATE_DIR");
    Process server = serve.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      Path state = home.resolve(".local/state/quire/instances");
      Scene.within(Scene.START, () -> Files.isDirectory(state) && holdsAnEntry(state));
      Session refused = run(current, "uninstall", "--yes");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.errors().getFirst()).contains("still run", "nothing was taken away");
      assertThat(current).exists();
    } finally {
      server.destroy();
      server.waitFor();
    }
    assertThat(run(current, "uninstall", "--yes").exit()).isZero();
    assertThat(allIn(home)).contains(".local/bin/quire").noneMatch(it -> it.contains("0.1.0"));
    assertThat(home.resolve(".local/state/quire/instances")).doesNotExist();
  }

  private static boolean holdsAnEntry(Path state) throws IOException {
    try (Stream<Path> files = Files.list(state)) {
      return files.anyMatch(file -> file.toString().endsWith(".json"));
    }
  }

  @Test
  void anUnpackedArchiveIsNotUninstalled() throws Exception {
    Session refused = run(product.launcher(), "uninstall", "--yes");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.errors().getFirst()).contains("was not made by quire install");
    assertThat(product.launcher()).exists();
  }
}
