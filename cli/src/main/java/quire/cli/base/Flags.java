package quire.cli.base;

import java.nio.file.Path;
import java.util.Optional;

/** What the command line says about the store and the project. */
public record Flags(Optional<String> store, Optional<Path> project) {}
