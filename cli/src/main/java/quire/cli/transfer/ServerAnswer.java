package quire.cli.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import quire.api.Limits;
import quire.cli.intake.ForeignSource;
import quire.cli.intake.FormerLines;

/** The graph that a memory server answered, in a file that goes when it was read. */
record ServerAnswer(Path path, List<String> command, Limits limits) implements ForeignSource {
  @Override
  public String named() {
    return "the server '%s'".formatted(session());
  }

  @Override
  public String session() {
    return String.join(" ", command);
  }

  @Override
  public boolean stays() {
    return false;
  }

  @Override
  public void forEach(Visitor visitor) throws IOException {
    new FormerLines(path, limits).forEach(visitor);
  }
}
