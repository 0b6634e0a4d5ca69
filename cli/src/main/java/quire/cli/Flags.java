package quire.cli;

import java.nio.file.Path;
import java.util.Optional;

/** What the command line says about the store and the project. */
record Flags(Optional<String> store, Optional<Path> project) {}
