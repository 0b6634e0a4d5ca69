package quire.storage.postgresql.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  private static final String SECRET = "sesame-4711";

  @TempDir private Path home;

  private Environment environment(String... variables) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      map.put(variables[i], variables[i + 1]);
    }
    return new Environment(map, home, "ada");
  }

  private String text(String written, String... variables) {
    return Address.of(written, environment(variables)).text();
  }

  private Properties driver(String written, String... variables) {
    Environment environment = environment(variables);
    return new DriverSettings(Address.of(written, environment), environment).properties();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "//db.example.org/team | //db.example.org:5432/team?memory=quire",
        "//db.example.org:6000/team?memory=a-b | //db.example.org:6000/team?memory=a-b",
        "//eve@one,two:7/team?memory=x&sslmode=verify-ca"
            + " | //eve@one:5432,two:7/team?memory=x&sslmode=verify-ca",
        "//db/my%20team | //db:5432/my%20team?memory=quire",
        "//[::1]:5/x | //[::1]:5/x?memory=quire",
        "// | //localhost:5432/ada?memory=quire",
        "///team | //localhost:5432/team?memory=quire",
      })
  void anAddressHasOneFormWhichIsReadAgain(String written, String form) {
    assertThat(text(written)).isEqualTo(form);
    assertThat(text(form)).isEqualTo(form);
  }

  @Test
  void whatAnAddressDoesNotSayIsTakenAsPsqlTakesIt() {
    assertThat(text("", "PGHOST", "db", "PGPORT", "6", "PGDATABASE", "team", "PGUSER", "eve"))
        .isEqualTo("//db:6/team?memory=quire");
    assertThat(text("//other/x", "PGHOST", "db", "PGDATABASE", "team"))
        .isEqualTo("//other:5432/x?memory=quire");
    assertThat(text("//other,another/x", "PGPORT", "6"))
        .isEqualTo("//other:6,another:6/x?memory=quire");
    assertThat(text("//other:7/x", "PGPORT", "6")).isEqualTo("//other:7/x?memory=quire");
    assertThat(driver("//db/x", "PGUSER", "eve", "PGSSLMODE", "require"))
        .containsEntry("user", "eve")
        .containsEntry("sslmode", "require");
    assertThat(driver("//db/x")).containsEntry("user", "ada");
  }

  @Test
  void aServiceFileGivesWhatTheAddressDoesNotSay() throws IOException {
    Files.writeString(
        home.resolve(".pg_service.conf"),
        """
        [other]
        host=wrong
        [team]
        # a comment
        host=db.example.org
        port=6432
        dbname=knowledge
        user=eve
        password=%s
        """
            .formatted(SECRET));
    assertThat(text("//?service=team&memory=m"))
        .isEqualTo("//eve@db.example.org:6432/knowledge?memory=m&service=team");
    assertThat(driver("", "PGSERVICE", "team")).containsEntry("password", SECRET);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> text("//?service=absent"))
        .withMessageContaining("absent")
        .withMessageContaining(".pg_service.conf");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//ada:sesame-4711@db/team",
        "//db/team?password=sesame-4711",
        "//db/team?memory=x&password=sesame-4711",
        "//:sesame-4711@db/team"
      })
  void aPasswordInAnAddressIsRefusedAndNotRepeated(String written) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> text(written))
        .withMessageContaining(".pgpass")
        .withMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "//db/team?sslmod=require | sslmode",
        "//db/team?memroy=x | memory",
        "//db/team?frobnicate=1 | there are",
        "//db/team?sslmode | needs a value",
        "//%2Frun%2Fpostgresql/team | 127.0.0.1",
        "db.example.org/team | postgresql://",
        "//db:port/team | port",
        "//db/team?memory=Team | small letters",
        "//db/team?memory=public | small letters",
        "//db/team?memory=pg_x | small letters",
        "//db/team?memory=a%22b | small letters",
      })
  void whatIsNotUnderstoodIsRefusedWithTheReason(String written, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> text(written))
        .withMessageContaining(reason);
  }

  @Test
  void aPasswordComesFromTheVariableOrTheFileAndStandsNowhereElse() throws IOException {
    Path file = home.resolve(".pgpass");
    Files.writeString(
        file,
        """
        # host:port:database:user:password
        other:5432:*:ada:wrong
        db:5432:team:ada:se\\:sa\\\\me
        *:*:*:*:last
        """);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThat(driver("//db/team")).containsEntry("password", "se:sa\\me");
    assertThat(driver("//db2/team")).containsEntry("password", "last");
    assertThat(driver("//db/team", "PGPASSWORD", SECRET)).containsEntry("password", SECRET);
    Address address = Address.of("//db/team", environment("PGPASSWORD", SECRET));
    assertThat(address.text() + address).doesNotContain(SECRET);
  }

  @Test
  void aPasswordFileThatOthersCanReadIsNotUsed() throws IOException {
    Path file = home.resolve(".pgpass");
    Files.writeString(file, "*:*:*:*:" + SECRET);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> driver("//db/team"))
        .withMessageContaining("chmod 0600")
        .withMessageNotContaining(SECRET);
  }

  @Test
  void aServerThatIsNotThisMachineIsCheckedUnlessSomebodySaysOtherwise() throws IOException {
    assertThat(driver("//db/team"))
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    assertThat(driver("//localhost,db/team")).containsEntry("sslmode", "verify-full");
    assertThat(driver("//localhost/team")).containsEntry("sslmode", "prefer");
    assertThat(driver("//db/team?sslmode=require")).containsEntry("sslmode", "require");
    Files.createDirectories(home.resolve(".postgresql"));
    Files.writeString(home.resolve(".postgresql/root.crt"), "");
    assertThat(driver("//db/team")).doesNotContainKey("sslfactory");
    assertThat(driver("//db/team?sslrootcert=/etc/ca.pem"))
        .containsEntry("sslrootcert", "/etc/ca.pem");
  }

  @Test
  void ofSeveralServersThePrimaryIsWanted() {
    assertThat(driver("//one,two/team")).containsEntry("targetServerType", "primary");
    assertThat(driver("//one,two/team?target_session_attrs=any"))
        .containsEntry("targetServerType", "any");
  }
}
