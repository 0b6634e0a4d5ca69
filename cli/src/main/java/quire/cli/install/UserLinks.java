package quire.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import quire.cli.base.Surroundings;
import quire.process.install.Installations;
import quire.process.install.Links;

/**
 * Where a user's shell and manual look: the command, its completion, its pages. All of them lead
 * through {@code current}, so that an upgrade changes what they lead to.
 */
record UserLinks(Installations installations, Path bin, Path share) {
  static UserLinks of(Installations installations, Path bin, Surroundings surroundings) {
    Path share =
        surroundings
            .variable("XDG_DATA_HOME")
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElse(surroundings.home().resolve(".local/share"));
    return new UserLinks(installations, bin, share);
  }

  Path command() {
    return bin.resolve("quire");
  }

  /** {@return the links that could not be made, since something else is there} */
  List<Path> make() throws IOException {
    Links links = new Links(installations);
    List<Path> refused = new ArrayList<>();
    for (Map.Entry<Path, String> link : wanted().entrySet()) {
      if (!links.make(link.getKey(), installations.pointer().resolve(link.getValue()))) {
        refused.add(link.getKey());
      }
    }
    return refused;
  }

  private Map<Path, String> wanted() throws IOException {
    Map<Path, String> wanted = new LinkedHashMap<>();
    wanted.put(command(), "bin/quire");
    wanted.put(share.resolve("bash-completion/completions/quire"), "share/completions/quire.bash");
    wanted.put(share.resolve("zsh/site-functions/_quire"), "share/completions/_quire");
    wanted.put(
        share.resolve("fish/vendor_completions.d/quire.fish"), "share/completions/quire.fish");
    try (Stream<Path> pages = Files.list(installations.pointer().resolve("share/man/man1"))) {
      for (String page : pages.map(it -> it.getFileName().toString()).sorted().toList()) {
        wanted.put(share.resolve("man/man1").resolve(page), "share/man/man1/" + page);
      }
    }
    return wanted;
  }
}
