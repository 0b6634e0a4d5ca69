package quire.distribution;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A home in which Quire is installed and the agents are on the PATH. It is nobody's real one, and
 * nothing in it reaches a network.
 *
 * @param programs the {@code node_modules} with the agents
 */
record AgentHome(Installation product, Path programs) {
  /** An agent's own program may lie in its home. */
  private static final long LONGEST_KEPT = 1 << 20;

  /** What would lead an agent, or Quire, out of the home. */
  private static final List<String> FOREIGN =
      List.of(
          "AMP_",
          "CLAUDE",
          "CLINE_",
          "CODEX_",
          "COPILOT_",
          "GEMINI_",
          "OPENCODE_",
          "QUIRE_",
          "QWEN_",
          "XDG_");

  /**
   * Brings the agents that the lock names, at a first time from a registry.
   *
   * @param folder where they are kept, so that later runs need none
   */
  static Path programs(Path sources, Path folder) throws Exception {
    Path modules = folder.resolve("node_modules");
    Path lock = folder.resolve("package-lock.json");
    if (Files.isDirectory(modules)
        && Files.exists(lock)
        && Files.mismatch(lock, sources.resolve("package-lock.json")) < 0) {
      return modules;
    }
    Files.createDirectories(folder);
    Files.deleteIfExists(lock);
    for (String name : List.of("package.json", ".npmrc")) {
      Files.copy(sources.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Path draft = folder.resolve("npm-shrinkwrap.json");
    Files.copy(sources.resolve("package-lock.json"), draft, StandardCopyOption.REPLACE_EXISTING);
    // As the lock says. Not "npm ci", which demands also what other systems would take, and of that
    // a registry need not have everything.
    List<String> npm =
        List.of(
            "npm",
            "install",
            "--no-save",
            "--ignore-scripts",
            "--omit=optional",
            "--no-audit",
            "--no-fund");
    Process process =
        new ProcessBuilder(npm)
            .directory(folder.toFile())
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      throw new IOException(
          "The agents could not be installed by " + npm + "; they need a network once");
    }
    if (Files.mismatch(draft, sources.resolve("package-lock.json")) >= 0) {
      throw new IOException("The lock does not say what was installed; " + npm + " changed it");
    }
    // Only now: what was begun and not finished is done again.
    Files.move(draft, lock);
    return modules;
  }

  /** Puts what people type for an agent on the PATH. */
  void link(Agent agent) throws IOException {
    Path bin = Files.createDirectories(product.user().resolve("agents"));
    Files.createSymbolicLink(bin.resolve(agent.command()), programs.resolve(agent.program()));
  }

  /** What leads out of the home is taken away before the home is. */
  void unlink() throws IOException {
    for (Agent agent : Agent.ALL) {
      Files.deleteIfExists(product.user().resolve("agents").resolve(agent.command()));
    }
  }

  /** {@return the command that people have after {@code quire install}} */
  Path quire() {
    return product.user().resolve(".local/bin/quire");
  }

  Session quire(String... words) throws Exception {
    return Session.of(dressed(product.command(quire(), words)));
  }

  Session agent(Agent agent, List<String> words) throws Exception {
    return Session.of(start(agent, words));
  }

  ProcessBuilder start(Agent agent, List<String> words) throws IOException {
    Path program = product.user().resolve("agents").resolve(agent.command());
    ProcessBuilder command = dressed(product.command(program, words.toArray(String[]::new)));
    return command.directory(Files.createDirectories(product.user().resolve("project")).toFile());
  }

  private ProcessBuilder dressed(ProcessBuilder command) {
    Map<String, String> environment = command.environment();
    environment.keySet().removeIf(name -> FOREIGN.stream().anyMatch(name::startsWith));
    environment.put(
        "PATH", product.user().resolve("agents") + File.pathSeparator + environment.get("PATH"));
    environment.put("QUIRE_SETUP", "off");
    environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    environment.put("DISABLE_AUTOUPDATER", "1");
    environment.put("OPENCODE_DISABLE_AUTOUPDATE", "1");
    environment.put("GEMINI_CLI_TRUST_WORKSPACE", "true");
    environment.put("NO_COLOR", "1");
    for (String proxy : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")) {
      environment.put(proxy, "http://127.0.0.1:9");
    }
    return command;
  }

  /** {@return what every file of the home holds, or its digest if that is long, but for caches} */
  Map<Path, String> files() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(product.user())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path name = product.user().relativize(file);
        if (!name.startsWith(".cache") && !name.startsWith(".local") && !name.startsWith("state")) {
          files.put(
              name,
              Files.size(file) <= LONGEST_KEPT
                  ? Files.readString(file, StandardCharsets.ISO_8859_1)
                  : digest(file));
        }
      }
    }
    return files;
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[1 << 16];
      for (int count = in.read(part); count >= 0; count = in.read(part)) {
        digest.update(part, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return the names of the files in which the two differ} */
  static List<Path> differences(Map<Path, String> one, Map<Path, String> other) {
    List<Path> names = new ArrayList<>(one.keySet());
    other.keySet().stream().filter(name -> !one.containsKey(name)).forEach(names::add);
    names.removeIf(name -> String.valueOf(one.get(name)).equals(other.get(name)));
    return names;
  }

  /** {@return how much disk an agent takes, in megabytes} */
  long megabytes(Agent agent) throws IOException {
    Path name = Path.of(agent.program());
    int parts = agent.program().startsWith("@") ? 2 : 1;
    try (Stream<Path> all = Files.walk(programs.resolve(name.subpath(0, parts)))) {
      return all.filter(Files::isRegularFile).mapToLong(AgentHome::size).sum() >> 20;
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
