package quire.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import quire.ranking.Closeness;

/** What cannot be loaded or kept costs nobody an answer, and is told once. */
@EnabledIf(value = "quire.semantic.Trial#runsHere", disabledReason = Trial.NO_LIBRARY)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BrokenModelTest {
  private static final String QUESTION = "Where is the parcel?";

  @TempDir private Path folder;
  private Path files;
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void link() throws IOException {
    files = Files.createDirectory(folder.resolve("semantic"));
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Trial.FILES.folder())) {
      for (Path file : all) {
        Files.createSymbolicLink(files.resolve(file.getFileName()), file.toAbsolutePath());
      }
    }
  }

  /** JUnit warns of links that it deletes. */
  @AfterEach
  void unlink() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(files)) {
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }

  private E5Closeness closeness(Model model, Path cache, Duration patience) {
    return Trial.closeness(model, cache, patience, told::add);
  }

  private void isToldOnceAndAnsweredByWords(String reason) throws Exception {
    Closeness closeness =
        closeness(
            new Model(new ModelFolder(files)), folder.resolve("quire/vectors"), Model.PATIENCE);
    assertThat(closeness.ask(QUESTION, "store")).isEmpty();
    Trial.await(() -> !told.isEmpty());
    for (int again = 0; again < 3; again++) {
      assertThat(closeness.ask(QUESTION, "store")).isEmpty();
      closeness.learn("store", Trial.facts("a parcel"));
      assertThat(closeness.unlearned("store", new long[] {1})).isEmpty();
      assertThat(closeness.isReady()).isFalse();
    }
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("Cannot find facts by meaning: ")
        .contains(reason)
        .contains("they are found by their words. See quire doctor");
  }

  @Test
  void aMissingModel() throws Exception {
    Files.delete(files.resolve("e5-small-v2-q.onnx"));
    isToldOnceAndAnsweredByWords("e5-small-v2-q.onnx is missing");
  }

  @Test
  void aDamagedModel() throws Exception {
    Path model = files.resolve("e5-small-v2-q.onnx");
    Files.delete(model);
    Files.copy(Trial.FILES.model(), model);
    try (FileChannel channel = FileChannel.open(model, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {42}), 20_000_000);
    }
    isToldOnceAndAnsweredByWords("is damaged: it is not what was shipped");
  }

  @Test
  void aMissingVocabulary() throws Exception {
    Files.delete(files.resolve("e5-small-v2-q-tokenizer.json"));
    isToldOnceAndAnsweredByWords("e5-small-v2-q-tokenizer.json is missing");
  }

  @Test
  void aMissingLibrary() throws Exception {
    Files.delete(files.resolve(System.mapLibraryName("onnxruntime4j_jni")));
    isToldOnceAndAnsweredByWords(System.mapLibraryName("onnxruntime4j_jni") + " is missing");
  }

  @Test
  void aVocabularyThatIsNoneIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"vocab\": {}}}");
    assertThatThrownBy(() -> Vocabulary.read(file)).hasMessageEndingWith("holds no vocabulary");
    Files.writeString(file, "{\"model\": {\"vocab\": {\"a");
    assertThatThrownBy(() -> Vocabulary.read(file)).isInstanceOf(IOException.class);
  }

  @Tag("long")
  @Test
  void withoutAPlaceForTheFileVectorsAreInMemory() throws Exception {
    Path blocked = Files.writeString(folder.resolve("quire"), "a file in the place of the folder");
    Closeness closeness =
        closeness(new Model(Trial.FILES), blocked.resolve("vectors"), Model.PATIENCE);
    Closeness.Asked asked = Trial.asked(closeness, QUESTION);
    closeness.learn("store", Trial.facts("The parcel is in the van", "Ada is on holiday"));
    Trial.await(() -> asked.nearest(10).length == 2);
    assertThat(asked.nearest(10)).startsWith(1);
    assertThat(told).singleElement().asString().contains("Cannot keep what facts mean in ");
  }

  @Test
  void aProcessThatEndsSoonAfterItsFirstQuestionLoadsNothing() throws Exception {
    Model model = new Model(Trial.FILES);
    assertThat(model.endsWithin(Duration.ofMillis(1))).isFalse();
    Closeness closeness =
        Trial.closeness(
            model,
            Trial.cache(folder.resolve("quire/vectors"), told::add),
            Duration.ofHours(1),
            Model.PATIENCE,
            Learner.quietly(),
            told::add);
    assertThat(closeness.ask(QUESTION, "store")).isEmpty();
    model.end();
    assertThat(model.endsWithin(Duration.ofHours(1))).isTrue();
    Trial.await(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(this::waits));
    assertThat(closeness.ask(QUESTION, "store")).isEmpty();
    assertThat(model.isLoaded()).isFalse();
    assertThat(told).isEmpty();
  }

  private boolean waits(Thread thread) {
    return List.of(thread.getStackTrace()).toString().contains("endsWithin");
  }

  @Tag("long")
  @Test
  void theModelLeavesWhenNobodyAsksAndComesBack() throws Exception {
    Model model = new Model(Trial.FILES);
    Closeness closeness = closeness(model, folder.resolve("quire/vectors"), Duration.ofMillis(200));
    Trial.asked(closeness, QUESTION);
    Trial.await(() -> !model.isLoaded());
    Closeness.Asked asked = Trial.asked(closeness, QUESTION);
    assertThat(asked.nearest(1)).isEmpty();
    assertThat(told).isEmpty();
  }

  private static final class NoMoment extends Clock {
    @Override
    public Instant instant() {
      throw new OutOfMemoryError("Java heap space");
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

  @Test
  void withoutMemoryItGivesUpAndGivesBackWhatItHas() throws Exception {
    Model model = new Model(Trial.FILES);
    Path file = folder.resolve("quire/vectors");
    Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
    try (VectorFile vectors = VectorFile.open(file, tomorrow)) {
      vectors.erase(); // so that who writes has to look at the clock
    }
    VectorCache cache = new VectorCache(Optional.of(file), new NoMoment(), told::add);
    Closeness closeness =
        Trial.closeness(model, cache, Duration.ZERO, Model.PATIENCE, Learner.quietly(), told::add);
    double[] near = Trial.asked(closeness, QUESTION).of(Trial.facts("a parcel"));
    assertThat(near).hasSize(1);
    Trial.await(() -> !told.isEmpty());
    assertThat(told)
        .containsExactly(
            "Cannot find facts by meaning: there is not enough memory; they are found by their"
                + " words. See quire doctor");
    assertThat(model.isLoaded()).isFalse();
    assertThat(closeness.ask(QUESTION, "store")).isEmpty();
  }

  @Test
  void withoutAThreadItGivesUpAtOnce() {
    Thread refused =
        new Thread() {
          @Override
          public synchronized void start() {
            throw new OutOfMemoryError("unable to create native thread");
          }
        };
    VectorCache cache = new VectorCache(Optional.empty(), Clock.systemUTC(), told::add);
    Closeness closeness =
        Trial.closeness(
            new Model(Trial.FILES),
            cache,
            Duration.ZERO,
            Model.PATIENCE,
            work -> refused,
            told::add);
    for (int again = 0; again < 3; again++) {
      assertThat(closeness.ask(QUESTION, "store")).isEmpty();
    }
    assertThat(told).singleElement().asString().contains("no thread could be started");
  }

  @Test
  void anEndDoesNotWaitForALoadingThatHasNoEnd() throws Exception {
    Path model = files.resolve("e5-small-v2-q.onnx");
    Files.delete(model);
    try (FileChannel channel =
        FileChannel.open(model, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[1]), 1L << 40);
    }
    Model endless = new Model(new ModelFolder(files));
    Thread loading = Thread.ofPlatform().daemon().start(() -> load(endless));
    Trial.await(() -> isIn(loading, ModelFolder.class));
    Thread end = Thread.ofPlatform().daemon().start(endless::end);
    assertThat(end.join(Duration.ofMinutes(1))).isTrue();
    assertThat(loading.join(Duration.ofMinutes(1))).isTrue();
    assertThat(endless.isLoaded()).isFalse();
    assertThat(told).isEmpty();
  }

  private void load(Model model) {
    try {
      model.load();
    } catch (IOException e) {
      told.add(e.getMessage());
    }
  }

  private static boolean isIn(Thread thread, Class<?> place) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(place.getName()));
  }

  @Tag("long")
  @Test
  void nothingIsAskedAfterTheEnd() throws Exception {
    Model model = new Model(Trial.FILES);
    model.load();
    assertThat(model.fact("a parcel")).isPresent();
    model.end();
    assertThat(model.fact("a parcel")).isEmpty();
    model.load();
    assertThat(model.isLoaded()).isFalse();
  }
}
