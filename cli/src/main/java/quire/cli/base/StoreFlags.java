package quire.cli.base;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of every command that uses a store. */
public final class StoreFlags {
  @Option(
      names = "--store",
      paramLabel = "BACKEND:LOCATION",
      description = "the store, for example sqlite:notes.db")
  private @Nullable String store;

  @Option(
      names = "--project",
      paramLabel = "FOLDER",
      description = "the project whose settings and store are meant")
  private @Nullable Path project;

  public Flags flags() {
    return new Flags(Optional.ofNullable(store), Optional.ofNullable(project));
  }
}
