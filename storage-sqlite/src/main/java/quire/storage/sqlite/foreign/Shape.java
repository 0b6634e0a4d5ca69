package quire.storage.sqlite.foreign;

import java.io.IOException;
import quire.api.spi.ForeignDatabase.Rows;

/** How one program keeps its memory. */
interface Shape {
  String program();

  /** {@return whether these are its tables} */
  boolean fits(ReadDatabase database) throws IOException;

  void read(ReadDatabase database, Rows rows) throws IOException;
}
