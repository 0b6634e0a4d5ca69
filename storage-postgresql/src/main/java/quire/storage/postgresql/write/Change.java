package quire.storage.postgresql.write;

import java.util.List;
import quire.storage.postgresql.server.Message;

/** What one call changes. Everything that can be computed beforehand is, when this is made. */
public interface Change<R> {
  /**
   * Adds the statements that change it. The numbers of new facts are the newest one plus a place.
   *
   * @param call the place of the call in the message, to be told by a failure that is its own
   * @param outcome takes what the statements answer
   */
  void addTo(Message message, int call, Outcome outcome);

  /** {@return the tables whose rows get numbers} */
  List<String> tables();

  /** {@return how many facts are written at most; a removal counts as one} */
  int facts();

  /** {@return the characters of all that is sent} */
  long size();

  R answer(Outcome outcome);
}
