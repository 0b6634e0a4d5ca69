package quire.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.secrets.Tokens.Token;

class SecretScannerTest {
  private final SecretScanner scanner = SecretScanner.builtIn();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "the key is %s, keep it",
        "export KEY=%s\n",
        "String key = \"%s\";",
        "{\"token\": \"%s\", \"n\": 1}",
        "https://example.org/?token=%s&page=2",
        "(%s)",
        "`%s`",
        "key:%s.",
        "\u00e9%s\u4e2d",
      })
  void tokensAreFoundWhereverTheyStand(String around) throws IOException {
    List<Token> tokens = new Tokens(1).each(3);
    assertThat(tokens).hasSizeGreaterThan(300);
    for (Token token : tokens) {
      String text = around.replace("%s", token.text());
      assertThat(scanner.secrets(text))
          .as(token.kind() + " in " + around)
          .extracting(Secret::kind)
          .containsExactly(token.kind());
      assertThat(scanner.redacted(text))
          .isEqualTo(around.replace("%s", SecretScanner.marker(token.kind())));
    }
  }

  /** The scanner looks at parts of a long text, one after the other. */
  @Test
  void tokensAreFoundInEveryPlaceOfALongText() throws IOException {
    for (Token token : new Tokens(4).each(1)) {
      for (int before = 4_096 - token.text().length() - 8; before < 4_104; before++) {
        String around = " ".repeat(before) + "%s" + " ".repeat(4_200);
        assertThat(scanner.redacted(around.replace("%s", token.text())))
            .as(token.kind() + " behind " + before)
            .isEqualTo(around.replace("%s", SecretScanner.marker(token.kind())));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n    ", "\\\n", "\" +\n    \"", "\\n"})
  void aLineBreakWithinATokenHidesItNot(String broken) throws IOException {
    List<String> hidden = new ArrayList<>();
    List<Token> tokens = new Tokens(2).each(3);
    for (Token token : tokens) {
      int at = token.text().length() * 2 / 3;
      String text = token.text().substring(0, at) + broken + token.text().substring(at);
      if (!scanner.redacted(text).equals(SecretScanner.marker(token.kind()))) {
        hidden.add(token.kind());
      }
    }
    assertThat(hidden).hasSizeLessThan(tokens.size() / 100);
  }

  @Test
  void redactingTwiceIsRedactingOnce() throws IOException {
    for (Token token : new Tokens(3).each(2)) {
      String once =
          scanner.redacted(
              "Authorization: Bearer " + token.text() + " https://a:" + "b1c2d3e4" + "@h/");
      assertThat(scanner.redacted(once)).isSameAs(once);
    }
  }

  @Test
  void passwordsInAddressesAndHeadersAreFound() {
    assertThat(scanner.redacted("postgresql://ada:s3cr3t-Pw@db.example.org/x"))
        .isEqualTo("postgresql://ada:[redacted: password-in-address]@db.example.org/x");
    assertThat(scanner.redacted("Authorization: Bearer 0123456789abcdefghijXYZ"))
        .isEqualTo("Authorization: Bearer [redacted: authorization-header]");
    assertThat(scanner.redacted("-H 'authorization: basic YWRhOnMzY3IzdHB3MTIzNDU2'"))
        .isEqualTo("-H 'authorization: basic [redacted: authorization-header]'");
  }

  @Test
  void aKeyBlockThatWasCutOffEndsWithItsLastLine() {
    String line = "MIIEpAIBAAKCAQEAx5b2q7Wm1oPz9cY0hT3kVd8sLr4nJfG6aEuQwXyZiBtNvMlK";
    assertThat(
            scanner.redacted(
                "-----BEGIN RSA PRIVATE KEY-----\n" + line + "\n" + "AbC1+/=\n\nThe rest stays."))
        .isEqualTo("[redacted: private-key]\n\nThe rest stays.");
    assertThat(
            scanner.redacted(
                "{\"key\":\"-----BEGIN PRIVATE KEY-----\\n"
                    + line
                    + "\\n-----END PRIVATE KEY-----\\n\"}"))
        .isEqualTo("{\"key\":\"[redacted: private-key]\\n\"}");
  }

  @Test
  void keysWithoutALookAreFoundByTheNameBeforeThem() {
    String key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY";
    assertThat(scanner.redacted("aws_secret_access_key = " + key))
        .isEqualTo("aws_secret_access_key = [redacted: cloud-access-key]");
    assertThat(scanner.redacted("\"SecretAccessKey\": \"" + key + "\""))
        .isEqualTo("\"SecretAccessKey\": \"[redacted: cloud-access-key]\"");
    assertThat(scanner.redacted("AccountName=a;AccountKey=" + key + key + "==;End"))
        .isEqualTo("AccountName=a;AccountKey=[redacted: cloud-access-key];End");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE is in every manual",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "set GITHUB_TOKEN=${GITHUB_TOKEN}",
        "tokens begin with ghp_ or github_pat_",
        "https://user:password@example.org/ and https://user:${PW}@example.org/",
        "https://user:***@h/ https://user:<password>@h/ https://user:$PASS@h/",
        "mailto://a:b at c@d",
        "http://localhost:8080/@scope/package",
        "see http://[::1]:80/ and git@host:team/repo.git",
        "password = \"correct horse battery staple\"",
        "Authorization: Bearer <token>",
        "Authorization: Bearer your-token-goes-here-please",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "what begins with -----BEGIN OPENSSH PRIVATE KEY----- is a key, and is never to be stored"
            + " in a memory, whatever an agent was asked for by the user of its window",
        "aws_secret_access_key = <your secret access key>",
        "SecretAccessKeyRotationPolicyForEveryProjectOfOurs2024Edition",
        "eyJhbGciOiJIUzI1NiJ9 alone is a header",
        "the class sk_live_Mode and SKU1234567890",
        "npm_config_registry npm_lifecycle_event npm_package_json",
        "hf_hub_download(repo_id, filename, cache_dir=None, token=None)",
        "secret_santa_and_the_very_long_story_of_his_life",
        "a key-0123 and pat1234 and dapi",
      })
  void whatOnlyLooksAlikeStays(String text) {
    assertThat(scanner.redacted(text)).isSameAs(text);
  }

  @Test
  void hashesIdentifiersAndRandomTextAreNoSecrets() {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      text.append(HexFormat.of().formatHex(bytes, 0, 20)).append(' ');
      text.append(HexFormat.of().formatHex(bytes)).append('\n');
      text.append(new UUID(random.nextLong(), random.nextLong())).append(", ");
      text.append("data:image/png;base64,")
          .append(Base64.getEncoder().encodeToString(bytes))
          .append('\n');
    }
    assertThat(scanner.secrets(text.toString())).isEmpty();
  }

  @Test
  void thisRepositoryHoldsNoSecret() throws IOException {
    List<Path> files = texts(Path.of("..").toAbsolutePath().normalize());
    assertThat(files).hasSizeGreaterThan(500);
    for (Path file : files) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      assertThat(scanner.secrets(text)).as(file.toString()).isEmpty();
    }
  }

  private static List<Path> texts(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean passed =
                name.equals("target") || (name.startsWith(".") && !folder.equals(root));
            return passed ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            boolean own = file.getFileName().toString().equals("SecretScannerTest.java");
            if (!own && file.toString().matches(".*\\.(java|md|xml|jsonl?|txt|sh|py|toml)")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /**
   * Measured on the slower of two cores: 0.5 ms for prose; the bounds leave room for a busy
   * machine.
   */
  @Test
  void aTextCostsNextToNothingAndACraftedOneLittleMore() throws IOException {
    String prose =
        Files.readString(Path.of("../docs/contract.md")).repeat(20).substring(0, 100_000);
    assertThat(milliseconds(prose)).as("prose").isLessThan(40);
    for (String piece :
        List.of(
            "ghp_",
            "://a:",
            "://",
            "eyJ",
            "eyJ.",
            "-----BEGIN ",
            "-----BEGIN PRIVATE KEY-----",
            "authorization: bearer ",
            "accountkey=",
            "sk-proj-a\n",
            "sk-proj-\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
            "xoxb-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
            "pypi-AgEIcHlwaS5vcmc",
            "sk.eyJ",
            "dp.pt.",
            "sk-proj-ab1cd2ef3gh4")) {
      assertThat(milliseconds(piece.repeat(100_000 / piece.length()))).as(piece).isLessThan(300);
    }
  }

  /** {@return the best of some rounds: the others measure the compiler and the machine} */
  private long milliseconds(String text) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 12; round++) {
      long started = System.nanoTime();
      scanner.secrets(text);
      best = Math.min(best, System.nanoTime() - started);
    }
    return best / 1_000_000;
  }
}
