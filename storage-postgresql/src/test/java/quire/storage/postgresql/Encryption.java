package quire.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.MemoryStore;
import quire.api.StoreUnavailableException;
import quire.api.spi.StoreSettings;
import quire.storage.postgresql.address.Environment;

/** A server with a certificate that nobody else has signed. Only the nightly run takes it. */
class Encryption {
  @TempDir private Path folder;

  private int port;

  @Test
  void aServerIsCheckedAsFarAsTheModeSays() throws Exception {
    Path own = certificate("own", "DNS:localhost");
    Path other = certificate("other", "DNS:localhost");
    try (EmbeddedPostgres server =
        TestServer.start(
            folder.resolve("data"),
            Map.of(
                "ssl", "on",
                "ssl_cert_file", own.toString(),
                "ssl_key_file", folder.resolve("own.key").toString()))) {
      port = server.getPort();
      assertThat(provider().make(at("localhost", "require"))).isTrue();

      assertOpens("localhost", "require");
      assertOpens("localhost", "verify-full&sslrootcert=" + own);
      assertOpens("127.0.0.1", "verify-ca&sslrootcert=" + own);
      assertRefused("127.0.0.1", "verify-full&sslrootcert=" + own, "for another name");
      assertRefused("localhost", "verify-full&sslrootcert=" + other, "was not made");
      assertRefused("localhost", "verify-full", "was not made");

      Files.createDirectories(folder.resolve(".postgresql"));
      Files.copy(own, folder.resolve(".postgresql/root.crt"));
      assertOpens("localhost", "verify-full");
    }
  }

  private Path certificate(String name, String names) throws Exception {
    Path file = folder.resolve(name + ".crt");
    Path key = folder.resolve(name + ".key");
    Process process =
        new ProcessBuilder(
                "openssl",
                "req",
                "-new",
                "-x509",
                "-days",
                "2",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=" + names,
                "-out",
                file.toString(),
                "-keyout",
                key.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private StoreSettings at(String host, String mode) {
    return StoreSettings.at(
        "//postgres@%s:%d/postgres?memory=sealed&sslmode=%s".formatted(host, port, mode));
  }

  private PostgresMemoryStoreProvider provider() {
    return new PostgresMemoryStoreProvider(new Environment(Map.of(), folder, "postgres"));
  }

  private void assertOpens(String host, String mode) {
    try (MemoryStore store = provider().open(at(host, mode), Clock.systemUTC())) {
      assertThat(store.lastSequence()).isZero();
    }
  }

  private void assertRefused(String host, String mode, String why) {
    long start = System.nanoTime();
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> provider().open(at(host, mode), Clock.systemUTC()).close())
        .withMessageContaining(why)
        .withMessageContaining("an unchecked server is not used");
    assertThat(System.nanoTime() - start).as("it is not tried again").isLessThan(4_000_000_000L);
  }
}
