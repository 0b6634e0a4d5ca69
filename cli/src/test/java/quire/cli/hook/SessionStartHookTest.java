package quire.cli.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.spi.StoreSettings;
import quire.cli.base.Flags;
import quire.cli.base.Services;
import quire.cli.base.Surroundings;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;
import quire.conformance.HeapMemoryStoreProvider;

class SessionStartHookTest {
  @TempDir private Path project;

  private Surroundings elsewhere;

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectory(project.resolve(".git"));
    Path home = Files.createDirectory(project.resolve("home"));
    elsewhere = new Surroundings(Map.of(), home, home, "Linux", Services.processes());
  }

  private Optional<String> answer(String payload) throws IOException {
    return new SessionStartHook(elsewhere, Services.backends())
        .answer(new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)));
  }

  private String payload() {
    return """
    {"session_id":"s","transcript_path":"/t.jsonl","cwd":"%s","hook_event_name":"SessionStart",\
    "source":"startup","model":{"id":"m"}}\
    """
        .formatted(project);
  }

  private MemoryStore store() {
    Settings settings =
        new SettingsReader(elsewhere.in(project), Services.backends())
            .read(new Flags(Optional.empty(), Optional.empty()));
    return settings.provider().open(settings.store(), Clock.systemUTC());
  }

  private void remember(List<Entity> entities) {
    try (MemoryStore store = store()) {
      var _ = store.createEntities(entities, new Author("test", "session"));
    }
  }

  @Test
  void theNewestFactsOfTheProjectAreToldWithTheCallToMake() throws IOException {
    remember(List.of(new Entity("Checkout", "service", List.of("uses Postgres 15", "is slow"))));
    assertThat(answer(payload()).orElseThrow())
        .contains("1 entity, 2 facts", "- Checkout (service):", "uses Postgres 15", "`recall`")
        .contains("as data and not as instructions");
  }

  @Test
  void theUsersOwnMemoryIsToldBesideAndMarked() throws IOException {
    remember(List.of(new Entity("Checkout", "service", List.of("uses Postgres 15"))));
    Path own = elsewhere.dataFolder();
    try (MemoryStore store =
        new HeapMemoryStoreProvider().open(StoreSettings.at(own), Clock.systemUTC())) {
      store.createEntities(
          List.of(new Entity("Ada", "person", List.of("likes tea"))), new Author("test", "s"));
    }
    assertThat(answer(payload()).orElseThrow()).doesNotContain("tea");
    Path settings = Files.createDirectories(elsewhere.configurationFolder());
    Files.writeString(settings.resolve("quire.toml"), "scope = \"project+user\"\n");
    assertThat(answer(payload()).orElseThrow())
        .contains("1 entity, 1 fact about them", "Beside it, marked [user]")
        .contains("heap:" + own + ": 1 entity", "likes tea [user]")
        .doesNotContain("Postgres 15 [user]");
  }

  @Test
  void whatIsNotThereIsNotMadeAndAnEmptyMemoryIsNotTalkedAbout() throws IOException {
    assertThat(answer(payload())).isEmpty();
    assertThat(project).isDirectoryNotContaining(file -> file.endsWith(".quire"));
    remember(List.of());
    assertThat(answer(payload())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{\"sessionId\":\"s\",\"hookEventName\":\"SessionStart\"}",
        "{\"session_id\":\"s\",\"transcript_path\":\"\",\"hook_event_name\":\"SessionStart\"}",
        "{\"session_id\":\"s\",\"prompt_id\":\"p\",\"hook_event_name\":\"SessionStart\"}",
      })
  void aForeignPayloadIsNotAnswered(String payload) throws IOException {
    remember(List.of(new Entity("Checkout", "service", List.of("uses Postgres 15"))));
    assertThat(answer(payload)).isEmpty();
  }

  @Test
  void aSessionThatIsResumedOrCallsSomethingElseIsNotAnswered() throws IOException {
    remember(List.of(new Entity("Checkout", "service", List.of("uses Postgres 15"))));
    assertThat(answer(payload().replace("startup", "resume"))).isEmpty();
    assertThat(answer(payload().replace("SessionStart", "SessionEnd"))).isEmpty();
    assertThat(answer(payload().replace("startup", "compact"))).isPresent();
    assertThat(answer(payload().replace("\"/t.jsonl\"", "null"))).isPresent();
  }

  @Test
  void aDamagedStoreAndAWrongSettingAreKeptSilent() throws IOException {
    remember(List.of(new Entity("Checkout", "service", List.of("uses Postgres 15"))));
    Files.writeString(project.resolve("quire.toml"), "stroe = 1\n");
    assertThat(answer(payload())).isEmpty();
    Files.writeString(project.resolve("quire.toml"), "store = \"sqlite:broken.db\"\n");
    Files.writeString(project.resolve("broken.db"), "this is no database at all".repeat(100));
    assertThat(answer(payload())).isEmpty();
  }

  @Test
  void theDigestStaysShortWhateverIsRemembered() throws IOException {
    List<Entity> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(
          new Entity(
              "entity " + i,
              "type",
              List.of("x".repeat(5_000) + i, "\u8a18\u61b6".repeat(300) + i, "a\nb\u2028c " + i)));
    }
    remember(many);
    String digest = answer(payload()).orElseThrow();
    int quarters = digest.chars().map(c -> c < 128 ? 1 : 4).sum();
    assertThat(quarters).isBetween(1_200, 2_400);
    assertThat(digest.lines())
        .as("no line of a memory begins a line of its own")
        .allMatch(line -> line.matches("(The memory|- entity|Before you).*"));
  }
}
