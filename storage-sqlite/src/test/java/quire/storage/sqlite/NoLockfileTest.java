package quire.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Pins two decisions on what the classes of this module may name at all: no lock of our own, and no
 * way to open a file of the store beside SQLite.
 */
class NoLockfileTest {
  /** What may be done with names and attributes, and one file that is no store's. */
  private static final Set<String> ALLOWED_FILE_CALLS =
      Set.of(
          "exists",
          "notExists",
          "isDirectory",
          "isReadable",
          "isWritable",
          "createDirectories",
          "createFile",
          "deleteIfExists",
          "readAttributes",
          "getAttribute",
          "size",
          "move",
          "readString");

  /** These read the databases of other programs, which are no stores. */
  private static final String OF_OTHERS = "quire/storage/sqlite/foreign/";

  /** The log is no file of which SQLite has locks; nothing else may be opened beside SQLite. */
  private static final List<String> READERS_OF_THE_LOG =
      List.of(
          "quire/storage/sqlite/file/LogFile.class", "quire/storage/sqlite/file/LogOwner.class");

  @Test
  void noClassNamesALockfileOrTheExclusiveMode() throws IOException {
    for (PoolEntry entry : constants(name -> true)) {
      if (entry instanceof Utf8Entry text) {
        assertThat(text.stringValue().toLowerCase(Locale.ROOT))
            .doesNotContain("exclusive")
            .doesNotContain("lockfile")
            .doesNotContain(".lock")
            .doesNotContain(".pid");
      }
    }
  }

  @Test
  void onlyTheLogIsOpenedBesideSqlite() throws IOException {
    List<String> openers = new ArrayList<>();
    for (String name : classes()) {
      if (poolOf(name).stream()
          .anyMatch(
              entry ->
                  entry instanceof Utf8Entry text
                      && text.stringValue().contains("java/nio/channels"))) {
        openers.add(name);
      }
    }
    assertThat(openers)
        .allMatch(name -> READERS_OF_THE_LOG.stream().anyMatch(name::equals))
        .isNotEmpty();
  }

  @Test
  void noClassCanOpenAFileOfTheStore() throws IOException {
    for (PoolEntry entry : constants(name -> !name.startsWith(OF_OTHERS))) {
      if (entry instanceof MemberRefEntry member) {
        String owner = member.owner().asInternalName();
        assertThat(owner).doesNotStartWith("java/io/File").isNotEqualTo("java/io/RandomAccessFile");
        if (owner.equals("java/nio/file/Files")) {
          assertThat(ALLOWED_FILE_CALLS).contains(member.name().stringValue());
        }
      }
    }
  }

  @Test
  void whatIsReadAsTextIsOfTheSystem() throws IOException {
    List<String> readers = new ArrayList<>();
    for (String name : classes()) {
      boolean reads =
          poolOf(name).stream()
              .anyMatch(
                  entry ->
                      entry instanceof MemberRefEntry member
                          && member.name().stringValue().equals("readString"));
      if (reads) {
        readers.add(name);
      }
    }
    assertThat(readers)
        .containsExactlyInAnyOrder(
            "quire/storage/sqlite/file/Failures.class",
            "quire/storage/sqlite/file/LockHolder.class",
            "quire/storage/sqlite/file/LogOwner.class",
            "quire/storage/sqlite/file/OneName.class");
  }

  private static List<PoolEntry> constants(Predicate<String> wanted) throws IOException {
    List<PoolEntry> all = new ArrayList<>();
    for (String name : classes()) {
      if (wanted.test(name)) {
        all.addAll(poolOf(name));
      }
    }
    assertThat(all).hasSizeGreaterThan(1_000);
    return all;
  }

  private static List<PoolEntry> poolOf(String name) throws IOException {
    List<PoolEntry> entries = new ArrayList<>();
    try (ModuleReader reader = module().open()) {
      byte[] bytes = reader.open(name).orElseThrow().readAllBytes();
      ClassFile.of().parse(bytes).constantPool().forEach(entries::add);
    }
    return entries;
  }

  /** {@return the classes of the module itself, without the tests that were patched into it} */
  private static List<String> classes() throws IOException {
    try (ModuleReader reader = module().open()) {
      return reader
          .list()
          .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"))
          .filter(name -> !isTest(name))
          .toList();
    }
  }

  private static boolean isTest(String name) {
    return name.matches(".*/(\\w*Test|Child|ChildStore|Stores|SqliteBackend)(\\$\\w+)?\\.class");
  }

  private static ModuleReference module() {
    return ModuleLayer.boot()
        .configuration()
        .findModule("quire.storage.sqlite")
        .orElseThrow()
        .reference();
  }
}
