package quire.api.spi;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The folders that a store's location may depend on.
 *
 * @param home the user's own
 * @param data where programs keep what belongs to the user and to no project
 * @param project the root of the project around, if there is one
 * @param base what a relative file name is relative to; empty if only a full one has a meaning
 */
public record StoreFolders(Path home, Path data, Optional<Path> project, Optional<Path> base) {}
