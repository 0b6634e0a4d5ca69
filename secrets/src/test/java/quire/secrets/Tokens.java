package quire.secrets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Makes tokens that look like real ones and open nothing. */
final class Tokens {
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String DIGITS = "0123456789";

  /** A token and what it is. */
  record Token(String kind, String text) {}

  private final Random random;

  Tokens(long seed) {
    random = new Random(seed);
  }

  /** {@return that many tokens of each built-in format, and of those that are no format} */
  List<Token> each(int count) throws IOException {
    List<Token> tokens = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(SecretScanner.class.getResourceAsStream("formats.txt")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          Format format = Format.parse(line);
          for (int i = 0; i < count; i++) {
            tokens.add(new Token(format.kind(), of(format)));
          }
        }
      }
    }
    for (int i = 0; i < count; i++) {
      tokens.add(new Token("json-web-token", webToken()));
      tokens.add(new Token("private-key", privateKey()));
    }
    return tokens;
  }

  private String of(Format format) {
    StringBuilder token = new StringBuilder();
    format.before().forEach(part -> append(token, part, part.least()));
    token.append(format.literal());
    int body = token.length();
    for (Part part : format.parts()) {
      append(
          token, part, part.least() + random.nextInt(Math.min(9, part.most() - part.least() + 1)));
    }
    if (!format.holds().isEmpty()) {
      int at = body + random.nextInt(token.length() - body - format.holds().length());
      token.replace(at, at + format.holds().length(), format.holds());
    }
    return token.toString();
  }

  private void append(StringBuilder token, Part part, int count) {
    for (int i = 0; i < count; i++) {
      token.append(part.isLiteral() ? part.kind() : one(letters(part.kind())));
    }
  }

  private static String letters(char kind) {
    return switch (kind) {
      case 'x' -> DIGITS + "abcdef";
      case 'l' -> UPPER + LOWER;
      case 'd' -> DIGITS;
      case 's' -> LOWER + DIGITS;
      case 'U' -> UPPER + DIGITS;
      case '2' -> UPPER + "234567";
      default -> UPPER + LOWER + DIGITS;
    };
  }

  private char one(String letters) {
    return letters.charAt(random.nextInt(letters.length()));
  }

  private String webToken() {
    return base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
        + "."
        + base64("{\"sub\":\"" + random.nextLong() + "\"}")
        + "."
        + base64(bytes(32));
  }

  private String privateKey() {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(bytes(400).getBytes(StandardCharsets.ISO_8859_1));
    return "-----BEGIN RSA PRIVATE KEY-----\n" + body + "\n-----END RSA PRIVATE KEY-----";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private String bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
