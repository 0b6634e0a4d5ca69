package quire.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTest {
  private static final int PLACE = 408;

  @TempDir private Path folder;
  private Path path;
  private final Moment clock = new Moment();
  private final List<VectorFile> open = new ArrayList<>();

  /** A clock that is put on by hand. */
  private static final class Moment extends Clock {
    private Instant now = Instant.ofEpochSecond(1_800_000_000);

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void name() {
    path = folder.resolve("cache/quire/vectors");
  }

  @AfterEach
  void close() throws IOException {
    for (VectorFile file : open) {
      file.close();
    }
  }

  private VectorFile file() throws IOException {
    return file(VectorFile.MOST_PLACES);
  }

  private VectorFile file(int most) throws IOException {
    VectorFile file = VectorFile.open(path, clock, most);
    open.add(file);
    return file;
  }

  static Key key(int number) {
    return Key.of("text " + number);
  }

  static Vector vector(int number) {
    Random random = new Random(number);
    float[] numbers = new float[Vector.PARTS];
    for (int at = 0; at < numbers.length; at++) {
      numbers[at] = (float) random.nextGaussian();
    }
    return Vector.of(numbers);
  }

  private boolean add(VectorFile file, int number) throws IOException {
    return file.add(key(number), vector(number), clock.millis());
  }

  private void fill(VectorFile file, int count) throws IOException {
    for (int number = 0; number < count; number++) {
      assertThat(add(file, number)).isTrue();
    }
  }

  private static List<Integer> found(VectorFile file, int count) throws IOException {
    List<Integer> found = new ArrayList<>();
    file.readOn();
    for (int number = 0; number < count; number++) {
      if (file.find(key(number)).isPresent()) {
        assertThat(file.find(key(number)).get().cosine(vector(number))).isBetween(.999, 1.001);
        found.add(number);
      }
    }
    return found;
  }

  @Test
  void whatOneWroteAnotherFinds() throws IOException {
    VectorFile writer = file();
    VectorFile reader = file();
    assertThat(reader.find(key(0))).isEmpty();
    fill(writer, 100);
    assertThat(found(reader, 101)).hasSize(100);
    assertThat(found(file(), 101)).hasSize(100);
    assertThat(Files.size(path)).isEqualTo(101 * PLACE);
  }

  @Test
  void whatIsThereIsNotAddedAgain() throws IOException {
    VectorFile one = file();
    VectorFile other = file();
    fill(one, 5);
    fill(other, 5);
    fill(one, 5);
    assertThat(Files.size(path)).isEqualTo(6 * PLACE);
  }

  @Test
  void whoLooksForOneReadsNoKeys() throws IOException {
    fill(file(), 5);
    VectorFile reader = file();
    assertThat(reader.find(key(1))).isEmpty();
    reader.readOn();
    assertThat(reader.find(key(1))).isPresent();
  }

  @Test
  void whileSomebodyWritesTheRestIsFound() throws Exception {
    fill(file(), 1);
    close();
    open.clear();
    try (FileChannel writer = FileChannel.open(path, StandardOpenOption.WRITE);
        FileLock held = writer.lock(Long.MAX_VALUE - 1, 1, false)) {
      assertThat(held.isValid()).isTrue();
      assertThat(found(file(), 1)).containsExactly(0);
      assertThat(add(file(), 2)).isFalse();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void itIsItsUsersAlone() throws IOException {
    file();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
        .isEqualTo("rwx------");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    file();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void aTornVectorIsWrittenOver() throws IOException {
    fill(file(), 5);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(6 * PLACE - 100);
    }
    VectorFile file = file();
    assertThat(found(file, 6)).containsExactly(0, 1, 2, 3);
    add(file, 5);
    assertThat(found(file, 6)).containsExactly(0, 1, 2, 3, 5);
    assertThat(found(file(), 6)).containsExactly(0, 1, 2, 3, 5);
    assertThat(Files.size(path)).isEqualTo(6 * PLACE);
  }

  @Test
  void aDamagedVectorIsNotBelieved() throws IOException {
    fill(file(), 5);
    for (int at = 0; at < PLACE; at++) {
      byte before = flip(3 * PLACE + at);
      assertThat(found(file(), 5)).as("byte %d", at).containsExactly(0, 1, 3, 4);
      set(3 * PLACE + at, before);
      close();
      open.clear();
    }
  }

  private byte flip(long at) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      set(at, (byte) ~one.get(0));
      return one.get(0);
    }
  }

  private void set(long at, byte value) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {value}), at);
    }
  }

  @Test
  void aDamagedHeadBeginsTheFileAnew() throws IOException {
    fill(file(), 5);
    flip(20);
    VectorFile file = file();
    assertThat(found(file, 5)).isEmpty();
    fill(file, 5);
    assertThat(found(file(), 5)).hasSize(5);
  }

  @Test
  void anotherFileIsLeftAlone() throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "A letter to the depot", StandardCharsets.UTF_8);
    assertThatThrownBy(this::file).hasMessageContaining("is a file of something else");
    assertThat(path).hasContent("A letter to the depot");
    Files.delete(path);
    Files.createSymbolicLink(path, folder.resolve("elsewhere"));
    assertThatThrownBy(this::file).isInstanceOf(IOException.class);
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void whatIsErasedIsGoneForAll() throws IOException {
    VectorFile file = file();
    VectorFile other = file();
    fill(file, 300);
    assertThat(found(other, 300)).hasSize(300);
    Path copy = Files.createLink(folder.resolve("copy"), path);
    clock.pass(Duration.ofSeconds(1));
    other.erase();
    assertThat(found(file, 300)).isEmpty();
    assertThat(found(file(), 300)).isEmpty();
    assertThat(Files.size(copy)).isEqualTo(PLACE);
  }

  @Test
  void whatWasReadBeforeAnErasureIsNotWrittenAfterIt() throws IOException {
    VectorFile file = file();
    long before = clock.millis();
    clock.pass(Duration.ofSeconds(1));
    VectorFile other = file();
    other.erase();
    clock.pass(Duration.ofSeconds(1));
    assertThat(add(file, 1)).as("perhaps read a moment before").isFalse();
    clock.pass(VectorFile.QUIET);
    assertThat(add(file, 2)).isTrue();
    assertThat(file.add(key(3), vector(3), before)).isFalse();
    assertThat(found(file(), 4)).containsExactly(2);
  }

  @Test
  void theOlderHalfGoesWhenItIsFull() throws IOException {
    VectorFile file = file(100);
    VectorFile other = file(100);
    fill(file, 100);
    assertThat(found(other, 100)).hasSize(100);
    add(file, 100);
    List<Integer> later = IntStream.rangeClosed(50, 100).boxed().toList();
    assertThat(found(other, 101)).isEqualTo(later);
    assertThat(found(file, 101)).isEqualTo(later);
    assertThat(found(file(), 101)).isEqualTo(later);
    assertThat(Files.size(path)).isEqualTo(52 * PLACE);
  }

  @Test
  void manyKeysAreTold() throws IOException {
    VectorFile file = file();
    fill(file, 3_000);
    assertThat(found(file, 3_001)).hasSize(3_000);
    assertThat(found(file(), 3_001)).hasSize(3_000);
  }

  @Test
  void processesWriteAtOnce() throws Exception {
    List<Process> writers = new ArrayList<>();
    for (int writer = 0; writer < 3; writer++) {
      writers.add(VectorWriter.start(path, writer * 300, 300));
    }
    for (Process writer : writers) {
      assertThat(writer.waitFor()).isZero();
    }
    assertThat(found(file(), 901)).hasSize(900);
    assertThat(Files.size(path)).isEqualTo(901 * PLACE);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFullDiskIsToldAndCostsOneVector() throws Exception {
    Process writer = VectorWriter.startWithRoom(path, 20, 0, 300);
    assertThat(writer.waitFor()).isEqualTo(VectorWriter.FULL);
    VectorFile file = file();
    assertThat(found(file, 300)).hasSizeBetween(10, 60);
    add(file, 299);
    assertThat(found(file(), 300)).contains(299);
  }
}
