package quire.cli.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Scene;
import quire.cli.base.ExitCode;
import quire.cli.settings.Settings;
import quire.cli.stores.Backups;
import quire.cli.stores.KnownStores;

class DailyBackupTest {
  private static final Instant MONDAY = Instant.parse("2026-11-30T10:00:00Z");

  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("unset"));

  @BeforeEach
  void set() {
    scene = new Scene(folder);
    scene.variables.put("QUIRE_STATE_DIR", folder.resolve("state").toString());
    // The store is on the heap; only a file at its place says that it is there.
    scene.write(scene.project.resolve(".quire/memory.db"), "");
    scene.run("add", "Ada", "wrote a program");
  }

  private Settings settings() {
    return scene.settings();
  }

  private Backups backups() {
    return new KnownStores(scene.at(scene.project)).backups(settings());
  }

  private DailyBackup.Outcome onDay(int days) throws IOException {
    return onDay(days, DailyBackup.MOST_BYTES);
  }

  private DailyBackup.Outcome onDay(int days, long mostBytes) throws IOException {
    Clock clock = Clock.fixed(MONDAY.plusSeconds(days * 86_400L), ZoneOffset.UTC);
    Settings settings = settings();
    return new DailyBackup(settings, backups(), clock, mostBytes)
        .carryOut(() -> settings.provider().open(settings.store(), clock));
  }

  @Test
  void oneIsMadeADayAndOnlyIfSomethingWasWritten() throws IOException {
    assertThat(onDay(0)).isEqualTo(DailyBackup.Outcome.MADE);
    assertThat(onDay(0)).isEqualTo(DailyBackup.Outcome.THERE);
    assertThat(onDay(1)).isEqualTo(DailyBackup.Outcome.UNCHANGED);
    scene.run("add", "Ada", "liked horses");
    assertThat(onDay(1)).isEqualTo(DailyBackup.Outcome.MADE);
    assertThat(backups().all()).hasSize(2);
    assertThat(backups().days().getFirst()).isEqualTo(backups().ofDay(MONDAY.plusSeconds(86_400)));
    assertThat(backups().days().getFirst().getFileName().toString())
        .startsWith("project-")
        .endsWith("-2026-12-01.quire");
    assertThat(backups().all()).noneMatch(file -> file.startsWith(scene.project));
  }

  @Test
  void aStoreInWhichNothingWasEverWrittenIsNotBackedUp() throws IOException {
    Clock clock = Clock.fixed(MONDAY, ZoneOffset.UTC);
    Settings settings = settings();
    String empty = folder.resolve("empty.db").toString();
    assertThat(
            new DailyBackup(settings, backups(), clock)
                .carryOut(
                    () -> settings.provider().open(settings.store().withLocation(empty), clock)))
        .isEqualTo(DailyBackup.Outcome.UNCHANGED);
    assertThat(backups().all()).isEmpty();
  }

  @Test
  void oneThatWasAskedForCountsAsWell() throws IOException {
    scene.run("backup");
    assertThat(onDay(0)).isEqualTo(DailyBackup.Outcome.UNCHANGED);
  }

  @Test
  void aCommandMakesItToo() {
    assertThat(scene.run("backup", "--daily")).isZero();
    assertThat(scene.said()).startsWith("backed up to ");
    assertThat(scene.run("backup", "--daily", "--json")).isZero();
    assertThat(scene.said()).contains("\"outcome\":\"there\",\"file\":\"");
    assertThat(scene.run("backup", "--daily", "x.quire")).isEqualTo(ExitCode.USAGE.number());
    scene.run("where");
    assertThat(scene.said()).contains("newest backup").doesNotContain("to have it back");
  }

  @Test
  void ofMoreThanAWeekTheOldestGoAndThoseAskedForStay() throws IOException {
    scene.run("backup");
    int asked = backups().all().size();
    for (int day = 0; day < 9; day++) {
      scene.run("add", "Ada", "day " + day);
      assertThat(onDay(day)).isEqualTo(DailyBackup.Outcome.MADE);
    }
    assertThat(backups().days()).hasSize(DailyBackup.KEPT);
    assertThat(backups().all()).hasSize(DailyBackup.KEPT + asked);
    assertThat(backups().days().getLast()).isEqualTo(backups().ofDay(MONDAY.plusSeconds(172_800)));
  }

  @Test
  void togetherTheyTakeNoMoreThanTheyMayAndTheNewestStays() throws IOException {
    onDay(0);
    long size = Files.size(backups().days().getFirst());
    scene.run("add", "Ada", "liked horses");
    assertThat(onDay(1, size * 3 / 2)).isEqualTo(DailyBackup.Outcome.MADE);
    assertThat(backups().days()).containsExactly(backups().ofDay(MONDAY.plusSeconds(86_400)));
  }

  @Test
  void oneThatWouldBeTooLargeIsNotMadeAndTheDoctorSaysWhy() {
    assertThatThrownBy(() -> onDay(0, 20)).isInstanceOf(IOException.class);
    assertThat(backups().all()).isEmpty();
    scene.run("doctor", "--json");
    assertThat(scene.said())
        .contains("the last backup could not be made: it would be larger than 20 bytes");
  }

  @Test
  void whileAnotherProcessMakesItNothingIsDone() throws IOException {
    backups().makeFolder();
    try (FileChannel lock =
        FileChannel.open(backups().lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(lock.tryLock()).isNotNull();
      assertThat(onDay(0)).isEqualTo(DailyBackup.Outcome.ELSEWHERE);
    }
    assertThat(onDay(0)).isEqualTo(DailyBackup.Outcome.MADE);
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws IOException {
    backups().makeFolder();
    Path day = backups().ofDay(MONDAY);
    Path left = Files.writeString(day.resolveSibling(day.getFileName() + ".part-1"), "half");
    Path other = Files.writeString(day.resolveSibling("other-1-2026-11-30.quire.part-1"), "half");
    onDay(0);
    assertThat(left).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void theNewestIsVerifiedAndTheDoctorKnows() throws IOException {
    assertThat(scene.run("backup", "--verify")).isEqualTo(ExitCode.USAGE.number());
    assertThat(scene.noticed().getFirst()).contains("there is no backup of ");
    scene.run("backup", "--daily");
    scene.run("doctor", "--json");
    assertThat(scene.said()).contains("none was restored on trial");
    assertThat(scene.run("backup", "--verify")).isZero();
    assertThat(scene.said()).endsWith("was restored on trial: equal\n");
    scene.run("doctor", "--json");
    assertThat(scene.said()).contains("the last one restored on trial " + backups().newest().get());
  }

  @Test
  void aStoreThatIsGoneIsSaidToHaveABackupWithTheCommandThatBringsItBack() throws IOException {
    scene.run("backup", "--daily");
    Files.delete(scene.project.resolve(".quire/memory.db"));
    String command =
        "quire restore %s --store sqlite:%s"
            .formatted(backups().newest().orElseThrow(), scene.project.resolve(".quire/memory.db"));
    scene.run("where");
    assertThat(scene.said()).contains("to have it back").contains(command);
    scene.run("doctor", "--json");
    assertThat(scene.said()).contains("is not there, and the last backup is").contains(command);
  }

  @Test
  void aStoreOfWhichNobodyMadeABackupSaysNothing() {
    assertThat(backups().newest()).isEmpty();
    assertThat(backups().all()).isEqualTo(List.of());
    scene.run("graph");
    assertThat(scene.noticed()).isEmpty();
  }
}
