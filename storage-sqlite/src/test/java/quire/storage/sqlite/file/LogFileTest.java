package quire.storage.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The links in a log are found, however often and at whatever moment it is read. */
class LogFileTest {
  private static final int PAGE = 1024;
  private static final int FRAME = 24 + PAGE;
  private static final int HEADER = 32;

  private Path path;
  private FileChannel log;
  private int frames;
  private long salts;
  private LogLink last = LogLink.NONE;

  @BeforeEach
  void begin(@TempDir Path folder) throws IOException {
    path = folder.resolve("memory.db-wal");
    log = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    beginAnew(1);
  }

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  /** SQLite begins a log anew by writing its header and leaves the rest to be written over. */
  private void beginAnew(long generation) throws IOException {
    salts = generation;
    frames = 0;
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putInt(0, 0x377F0682).putInt(8, PAGE).putLong(16, salts);
    log.write(header, 0);
  }

  private void writeHeader(boolean end) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(24);
    header.putInt(0, frames + 1).putInt(4, end ? frames + 1 : 0).putLong(8, salts);
    log.write(header, HEADER + (long) frames * FRAME);
  }

  private void writePage(boolean linked) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(PAGE);
    if (linked) {
      last = last.next(7, 8);
      page.put(PAGE - LogLink.BYTES, last.bytes());
    }
    log.write(page, HEADER + (long) frames * FRAME + 24);
    frames++;
  }

  private void write(boolean linked, boolean end) throws IOException {
    writeHeader(end);
    writePage(linked);
  }

  private LogLinks read(LogLinks known) throws IOException {
    try (LogFile file = LogFile.open(path)) {
      return file.links(known);
    }
  }

  @Test
  void aGrowingLogSaysTheSameReadInPartsOrAtOnce() throws IOException {
    Random random = new Random(5);
    LogLinks known = LogLinks.NONE;
    for (int round = 0; round < 300; round++) {
      for (int i = random.nextInt(40); i > 0; i--) {
        write(random.nextInt(30) == 0, random.nextInt(4) == 0);
      }
      if (random.nextInt(50) == 0) {
        beginAnew(round + 2);
      }
      known = read(known);
      LogLinks fresh = read(LogLinks.NONE);
      assertThat(known.found()).as("round %d", round).isEqualTo(fresh.found());
      assertThat(known.generation()).isEqualTo(fresh.generation());
    }
    assertThat(known.found()).isNotEmpty();
  }

  @Test
  void whatWasReadTwiceIsNotReadAgain() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      write(i == 0, true);
    }
    LogLinks known = read(read(LogLinks.NONE));
    assertThat(known.whole()).isEqualTo(HEADER + 999L * FRAME);
    assertThat(known.naming(last.id()))
        .hasValueSatisfying(one -> assertThat(one.atStart()).isTrue());
  }

  @Test
  void aFrameWhosePageIsNotYetWrittenIsReadAgain() throws IOException {
    write(false, true);
    write(false, true);
    writeHeader(true);
    log.write(ByteBuffer.allocate(1), HEADER + (long) (frames + 1) * FRAME - 1);
    LogLinks known = read(read(LogLinks.NONE));
    assertThat(known.found()).isEmpty();
    writePage(true);
    known = read(known);
    assertThat(known.newest().id()).isEqualTo(last.id());
    assertThat(known.found().getFirst().atStart()).isFalse();
  }

  @Test
  void aLogThatIsShorterThanBeforeIsReadFromItsStart() throws IOException {
    for (int i = 0; i < 10; i++) {
      write(true, true);
    }
    LogLinks known = read(read(LogLinks.NONE));
    log.truncate(HEADER + 3L * FRAME);
    assertThat(read(known).found()).hasSize(3).isEqualTo(known.found().subList(0, 3));
  }
}
