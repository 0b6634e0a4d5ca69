package quire.cli.base;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Standard output that remembers whether all was taken: a command whose result went nowhere has not
 * done its work.
 */
public final class Result {
  private final Watched watched =
      new Watched(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));

  private static final class Watched extends FilterOutputStream {
    private Optional<IOException> failure = Optional.empty();

    Watched(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      watch(() -> out.write(one));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      watch(() -> out.write(bytes, from, length));
    }

    @Override
    public void flush() throws IOException {
      watch(out::flush);
    }

    private interface Step {
      void take() throws IOException;
    }

    private void watch(Step step) throws IOException {
      try {
        step.take();
      } catch (IOException untaken) {
        failure = failure.or(() -> Optional.of(untaken));
        throw untaken;
      }
    }
  }

  public PrintStream stream(Charset charset) {
    return new PrintStream(watched, true, charset);
  }

  /** {@return the code of a command that ended with this one, once its result was put out} */
  public int delivered(int code, Output output) {
    output.results().flush();
    if (watched.failure.isEmpty()) {
      return code;
    }
    String said = String.valueOf(watched.failure.get().getMessage());
    // A reader that has seen enough, such as head, has asked for no more words.
    if (!said.contains("Broken pipe")) {
      output.notice(
          "Cannot write the result: %s. What the command did to the store stays done"
              .formatted(said));
    }
    return code == ExitCode.OK.number() ? ExitCode.FAILED.number() : code;
  }
}
