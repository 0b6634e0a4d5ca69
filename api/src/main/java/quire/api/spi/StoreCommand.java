package quire.api.spi;

import java.util.List;
import java.util.function.Consumer;

/**
 * A command of the command line that only one backend can carry out, such as {@code quire vault
 * init}. A module that provides this service adds the command to every Quire that has the module on
 * its path.
 */
public interface StoreCommand {
  /** {@return the first word after {@code quire}} */
  String name();

  /** {@return the id of the backend whose stores it works on} */
  String backend();

  /** {@return what it is for, in one line} */
  String summary();

  /** {@return the ways to call it, one a line, without the program's name} */
  List<String> usage();

  /**
   * {@return whether this use works on the configured store; if not, its words say where, and the
   * configured store may be one of another backend}
   *
   * @param arguments the words after the name
   */
  default boolean usesStore(List<String> arguments) {
    return true;
  }

  /**
   * Carries the command out.
   *
   * @param arguments the words after the name
   * @param settings the configured store; its location need not exist
   * @param output takes the result line by line
   * @return the exit code: 0 if it was done and all is well, 1 if it found something to act on
   * @throws quire.api.StoreException if it could not be carried out
   * @throws IllegalArgumentException if the arguments are not understood; nothing was done
   */
  int run(List<String> arguments, StoreSettings settings, Consumer<String> output);
}
