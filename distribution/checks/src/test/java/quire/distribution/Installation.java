package quire.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One unpacked flavour and the home of somebody who uses it.
 *
 * @param home the installation
 * @param user an empty home; nothing of the machine's real user is read or written
 */
record Installation(Path home, Path user) {
  private static final Map<String, Path> SHARED = new HashMap<>();

  /** {@return the flavours that were built} */
  static Stream<String> flavours() {
    return Stream.of(System.getProperty("quire.flavours", "").split(","));
  }

  /** {@return those whose start this build checks} */
  static Stream<String> flavoursStarted() {
    return Stream.of(System.getProperty("quire.flavours.started", "").split(","));
  }

  /** {@return what people download} */
  static Path archive(String flavour) {
    return Path.of(
        System.getProperty("quire.distribution", ""),
        flavour,
        "target",
        "quire-%s-%s.tar.gz".formatted(flavour, version()));
  }

  /** Unpacks the archive of a flavour. */
  static Installation unpack(String flavour, Path into) throws Exception {
    Path archive = archive(flavour);
    Files.createDirectories(into);
    Process tar =
        new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", into.toString())
            .inheritIO()
            .start();
    if (tar.waitFor() != 0) {
      throw new IOException("Cannot unpack " + archive);
    }
    return new Installation(
        into.resolve("quire-" + version()), Files.createDirectories(into.resolve("user")));
  }

  /**
   * {@return an unpacked flavour that other checks use as well, set up as an install leaves it,
   * with a home of its own} Whoever changes what is installed unpacks it instead.
   */
  static Installation shared(String flavour, Path user) throws Exception {
    Path home;
    synchronized (SHARED) {
      home = SHARED.get(flavour);
      if (home == null) {
        Path folder = Files.createTempDirectory("quire f\u00f6lder ");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Installation unpacked = unpack(flavour, folder);
        Session setup = Session.of(unpacked.command("setup"));
        if (setup.exit() != 0) {
          throw new IOException("Cannot set up " + folder + ": " + setup.errors());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        home = unpacked.home();
        SHARED.put(flavour, home);
      }
    }
    return new Installation(home, Files.createDirectories(user));
  }

  private static void delete(Path folder) {
    try {
      Scene.carryOut("rm", "-r", folder.toString());
    } catch (Exception e) {
      System.err.println("Cannot delete " + folder + ": " + e.getMessage());
    }
  }

  private static String version() {
    return System.getProperty("quire.version", "");
  }

  Path launcher() {
    return home.resolve("bin/quire");
  }

  ProcessBuilder command(String... words) {
    return command(launcher(), words);
  }

  ProcessBuilder command(Path launcher, String... words) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(Arrays.asList(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(user.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("QUIRE_") || name.startsWith("XDG_"));
    environment.put("HOME", user.toString());
    environment.put("QUIRE_STATE_DIR", user.resolve("state").toString());
    environment.put("QUIRE_SETUP", "off");
    return builder;
  }
}
