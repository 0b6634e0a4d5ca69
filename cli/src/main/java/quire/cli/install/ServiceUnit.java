package quire.cli.install;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quire.cli.base.ExitCode;
import quire.cli.base.Surroundings;
import quire.cli.servers.UnitWord;
import quire.cli.servers.UserService;

/**
 * The unit with which systemd starts the shared server.
 *
 * @param words those of the command
 */
record ServiceUnit(Launcher launcher, List<String> words, Surroundings surroundings) {
  /**
   * Where files are, as this command sees it; systemd starts a unit without a shell's variables.
   */
  private static final List<String> PLACES =
      List.of(
          "HOME",
          "QUIRE_STATE_DIR",
          "QUIRE_HTTP_TOKEN_FILE",
          "XDG_CACHE_HOME",
          "XDG_CONFIG_HOME",
          "XDG_DATA_HOME",
          "XDG_STATE_HOME");

  String text() {
    return """
    %s
    [Unit]
    Description=Quire, the shared memory of this user's agents
    Documentation=man:quire-serve(1)

    [Service]
    %sExecStart=%s
    WorkingDirectory=%%h
    UMask=0077
    Restart=on-failure
    # What is wrong with the settings stays wrong.
    RestartPreventExitStatus=%d %d
    TimeoutStopSec=10

    [Install]
    WantedBy=default.target
    """
        .formatted(
            UserService.MARK,
            places(),
            Stream.concat(Stream.of(launcher.shown().toString()), words.stream())
                .map(UnitWord::quoted)
                .collect(Collectors.joining(" ")),
            ExitCode.USAGE.number(),
            ExitCode.CONFIGURATION.number());
  }

  private String places() {
    return PLACES.stream()
        .flatMap(
            name ->
                surroundings
                    .variable(name)
                    .map(value -> "Environment=" + UnitWord.quoted(name + "=" + value) + "\n")
                    .stream())
        .collect(Collectors.joining());
  }
}
