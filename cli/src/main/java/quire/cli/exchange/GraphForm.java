package quire.cli.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import quire.api.GraphSnapshot;

/** Writes a graph piece by piece, however large it is; the same graph always as the same bytes. */
public sealed interface GraphForm {
  /** One stream of bytes. */
  non-sealed interface Stream extends GraphForm {
    void write(GraphSnapshot graph, OutputStream out, Tally tally) throws IOException;
  }

  /** Files in a folder that is there and empty. */
  non-sealed interface Folder extends GraphForm {
    void write(GraphSnapshot graph, Path folder, Tally tally) throws IOException;
  }

  /** A form that holds what is in no graph, and is written by whoever knows that. */
  record MoreThanGraph() implements GraphForm {}
}
