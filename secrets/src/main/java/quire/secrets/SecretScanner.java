package quire.secrets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets that identify themselves, in one pass over a text: tokens of the formats in {@code
 * formats.txt}, private key blocks, JSON web tokens, passwords within addresses, and authorization
 * headers. It never judges by randomness alone, so a hash, a commit or an identifier is none. Safe
 * for use by several threads.
 */
public final class SecretScanner {
  private static final String PRIVATE_KEY = "-----BEGIN ";
  private static final String PRIVATE_KEY_END = "-----END ";
  private static final String JSON_START = "eyJ";
  private static final String ADDRESS = "://";
  private static final String AUTHORIZATION = "authorization";
  private static final int PAIRS = 1 << 14;
  private static final int STARTS = 1 << 15;

  /** So many characters are looked at in an array, which takes a third of asking the text. */
  private static final int WINDOW = 1 << 12;

  private static final String MARKER = "[redacted: ";

  /** The least of an authorization header that is taken for a real one. */
  private static final int LEAST_BEARER = 20;

  private static final int LONGEST_KEY_NAME = 60;

  /** An RSA key of 16,384 bits has 12,900 characters. */
  private static final int LONGEST_KEY = 32_768;

  /** Lines of a key have 64 or 70; no word has this many letters. */
  private static final int LEAST_KEY_LINE = 40;

  /** So much of a web token is looked for behind a line break. */
  private static final int LONGEST_REST = 4_096;

  /** The longest address that is looked through for a password. */
  private static final int LONGEST_ADDRESS = 300;

  private static final List<String> NAMES =
      List.of(
          "aws_secret_access_key",
          "aws_session_token",
          "SecretAccessKey",
          "AccountKey",
          "SharedAccessKey");

  /**
   * An AWS secret key has 40 characters, a key of a service bus 44, one of a storage account 88.
   */
  private static final int LEAST_NAMED = 40;

  /** A session token of AWS has up to some 1,000. */
  private static final int LONGEST_NAMED = 1_500;

  /**
   * Whether a secret may begin with three characters, by a number that few others share: one place
   * of a text in three hundred is looked at any further.
   */
  private final boolean[] starts = new boolean[STARTS];

  private final List<List<Format>> byStart = new ArrayList<>(Collections.nCopies(PAIRS, List.of()));

  private SecretScanner(List<Format> formats) {
    for (Format format : formats) {
      String literal = format.literal();
      int pair = pair(literal.charAt(0), literal.charAt(1));
      List<Format> same = new ArrayList<>(byStart.get(pair));
      same.add(format);
      byStart.set(pair, same);
      if (literal.length() > 2) {
        begin(literal);
      } else {
        for (char third = 0; third < 128; third++) {
          begin(literal + third);
        }
      }
    }
    List.of(PRIVATE_KEY, JSON_START, ADDRESS).forEach(this::begin);
    inAnyCase(AUTHORIZATION);
    NAMES.forEach(this::inAnyCase);
  }

  private void begin(String secret) {
    starts[start(secret.charAt(0), secret.charAt(1), secret.charAt(2))] = true;
  }

  private void inAnyCase(String name) {
    for (int i = 0; i < 8; i++) {
      StringBuilder start = new StringBuilder();
      for (int at = 0; at < 3; at++) {
        char c = name.charAt(at);
        start.append((i >> at & 1) == 0 ? Character.toUpperCase(c) : Character.toLowerCase(c));
      }
      begin(start.toString());
    }
  }

  private static int pair(int first, int second) {
    return first << 7 | second;
  }

  private static int start(int first, int second, int third) {
    return ((first * 61 + second) * 61 + third) & (STARTS - 1);
  }

  /** {@return a scanner for the formats of {@code formats.txt}} */
  public static SecretScanner builtIn() {
    List<Format> formats = new ArrayList<>();
    try (InputStream table = SecretScanner.class.getResourceAsStream("formats.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(table), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          formats.add(Format.parse(line));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return new SecretScanner(formats);
  }

  /** {@return the secrets in a text, in order, none overlapping another} */
  public List<Secret> secrets(String text) {
    List<Secret> found = new ArrayList<>();
    char[] window = new char[Math.min(text.length(), WINDOW)];
    int i = 0;
    // Windows overlap by the two characters with which the next start begins.
    for (int from = 0; from < text.length() - 2; from += WINDOW - 2) {
      int to = Math.min(text.length(), from + WINDOW);
      text.getChars(from, to, window, 0);
      i = nextStart(window, Math.max(i, from), from, to);
      while (i < to - 2) {
        Secret secret = at(text, i);
        if (secret == null) {
          i++;
        } else {
          if (found.isEmpty() || secret.start() >= found.getLast().end()) {
            found.add(secret);
          }
          i = Math.max(secret.end(), i + 1);
        }
        i = nextStart(window, i, from, to);
      }
    }
    return found;
  }

  /** {@return the next place from here on where a secret may begin, or one that is in no window} */
  private int nextStart(char[] window, int i, int from, int to) {
    for (int place = i - from; place < to - from - 2; place++) {
      int first = window[place];
      int second = window[place + 1];
      int third = window[place + 2];
      if ((first | second | third) < 128 && starts[start(first, second, third)]) {
        return from + place;
      }
    }
    return Math.max(i, to - 2);
  }

  private @Nullable Secret at(String text, int i) {
    char c = text.charAt(i);
    for (Format format : byStart.get(pair(c, text.charAt(i + 1)))) {
      if (text.startsWith(format.literal(), i)) {
        int end = format.end(text, i);
        if (end > 0) {
          return new Secret(format.kind(), format.start(text, i), end);
        }
      }
    }
    return switch (c) {
      case '-' -> privateKey(text, i);
      case 'e' -> webToken(text, i);
      case ':' -> password(text, i);
      case 'A', 'a' -> {
        Secret secret = authorization(text, i);
        yield secret == null ? named(text, i) : secret;
      }
      case 'S', 's' -> named(text, i);
      default -> null;
    };
  }

  private static @Nullable Secret privateKey(String text, int i) {
    if (!text.startsWith(PRIVATE_KEY, i)) {
      return null;
    }
    int line = text.indexOf("-----", i + PRIVATE_KEY.length());
    if (line < 0
        || line - i > LONGEST_KEY_NAME
        || !text.substring(i, line).contains("PRIVATE KEY")) {
      return null;
    }
    int from = line + 5;
    int limit = Math.min(text.length(), from + LONGEST_KEY);
    int dashes = text.indexOf("-----", from, limit); // those of the end, or of another beginning
    int body = keyBody(text, from, dashes < 0 ? limit : dashes);
    if (body < 0) {
      return null; // a sentence about such keys, or a placeholder
    }
    boolean closed = dashes >= 0 && text.startsWith(PRIVATE_KEY_END, dashes);
    int close = closed ? text.indexOf("-----", dashes + PRIVATE_KEY_END.length()) : -1;
    // Of a block that was cut off, what there is of it is secret all the same.
    return new Secret("private-key", i, close < 0 ? body : close + 5);
  }

  /** {@return the end of the last line of the key itself, or -1 if no line looks like one} */
  private static int keyBody(String text, int from, int to) {
    int end = -1;
    int i = from;
    while (i < to) {
      int start = i;
      while (i < to && isKeyCharacter(text.charAt(i))) {
        i++;
      }
      boolean isLine = i - start >= LEAST_KEY_LINE;
      boolean isLastLine = end >= 0 && i > start && isOnlyBreak(text, end, start);
      if (isLine || isLastLine) {
        end = i;
      }
      i = Math.max(i, start + 1);
    }
    return end;
  }

  private static boolean isKeyCharacter(char c) {
    return isAlphanumeric(c) || c == '+' || c == '/' || c == '=';
  }

  /** Whether one line ends here and the next one begins, also in the text of a program. */
  private static boolean isOnlyBreak(String text, int from, int to) {
    int breaks = 0;
    for (int i = from; i < to && to - from <= 40; i++) {
      char c = text.charAt(i);
      boolean written = c == '\\' && i + 1 < to && text.charAt(i + 1) == 'n';
      breaks += c == '\n' || written ? 1 : 0;
      if ("\n\r \t\"'+,\\nr".indexOf(c) < 0) {
        return false;
      }
    }
    return breaks == 1 && to - from <= 40;
  }

  private static @Nullable Secret webToken(String text, int i) {
    if (!text.startsWith(JSON_START, i) || (i > 0 && isBase64Url(text.charAt(i - 1)))) {
      return null;
    }
    int plain = webTokenEnd(text, i);
    if (plain >= 0) {
      return new Secret("json-web-token", i, plain);
    }
    int behind = LineBreak.behind(text, ~plain);
    if (behind < 0) {
      return null;
    }
    int rest = Math.min(text.length(), behind + LONGEST_REST);
    int end = webTokenEnd(text.substring(i, ~plain) + text.substring(behind, rest), 0);
    return end < 0 ? null : new Secret("json-web-token", i, behind + end - (~plain - i));
  }

  /** {@return its end, or the complement of the place that does not belong to one} */
  private static int webTokenEnd(String text, int i) {
    int header = run(text, i);
    if (header >= text.length() || text.charAt(header) != '.' || !isJson(text, i, header)) {
      return ~header;
    }
    int payload = run(text, header + 1);
    if (payload >= text.length() || text.charAt(payload) != '.' || payload - header < 10) {
      return ~payload;
    }
    int signature = run(text, payload + 1);
    return signature - payload < 17 ? ~signature : signature;
  }

  private static boolean isJson(String text, int from, int to) {
    if ((to - from) % 4 == 1) {
      return false; // no bytes have this length
    }
    String json =
        new String(
            Base64.getUrlDecoder().decode(text.substring(from, to)), StandardCharsets.ISO_8859_1);
    return json.startsWith("{\"") && json.endsWith("}");
  }

  private static int run(String text, int from) {
    int i = from;
    while (i < text.length() && isBase64Url(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isBase64Url(char c) {
    return isAlphanumeric(c) || c == '-' || c == '_';
  }

  private static boolean isAlphanumeric(char c) {
    return Part.isLetter(c) || Part.isDigit(c);
  }

  /** A password in {@code scheme://user:password@host}; of the address only the password is one. */
  private static @Nullable Secret password(String text, int i) {
    if (!text.startsWith(ADDRESS, i) || i == 0 || !Part.isLetter(text.charAt(i - 1))) {
      return null;
    }
    int colon = -1;
    for (int j = i + ADDRESS.length(); j < text.length() && j - i < LONGEST_ADDRESS; j++) {
      char c = text.charAt(j);
      if (c == '@') {
        boolean real = colon > 0 && isPassword(text.substring(colon + 1, j));
        return real ? new Secret("password-in-address", colon + 1, j) : null;
      }
      if (c == ':' && colon < 0) {
        colon = j;
      } else if (colon < 0 ? c == '/' || c == '?' || c == '#' : c == '/') {
        return null;
      }
      if (Character.isWhitespace(c) || c == '"' || c == '`' || text.startsWith(ADDRESS, j)) {
        return null;
      }
    }
    return null;
  }

  private static boolean isPassword(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    boolean placeholder =
        plain.startsWith("$")
            || plain.startsWith("<")
            || plain.startsWith("{")
            || plain.startsWith("%")
            || plain.startsWith("*")
            || plain.startsWith(MARKER)
            || plain.startsWith("[")
            || plain.matches(
                "x+|\\.+|…|(your|my|the)?[-_ ]?(pass|password|passwd|pw|pwd|secret|token|key)");
    return !placeholder && text.length() >= 3;
  }

  private static @Nullable Secret authorization(String text, int i) {
    if (!text.regionMatches(true, i, AUTHORIZATION, 0, AUTHORIZATION.length())) {
      return null;
    }
    int at = skip(text, i + AUTHORIZATION.length(), " \t\"':=\\");
    for (String scheme : new String[] {"bearer", "basic", "token"}) {
      if (text.regionMatches(true, at, scheme, 0, scheme.length())) {
        int start = skip(text, at + scheme.length(), " \t");
        int end = start;
        while (end < text.length()
            && end - start < LONGEST_REST
            && isTokenCharacter(text.charAt(end))) {
          end++;
        }
        boolean real = start > at + scheme.length() && end - start >= LEAST_BEARER;
        return real && isMixed(text, start, end)
            ? new Secret("authorization-header", start, end)
            : null;
      }
    }
    return null;
  }

  /** What cloud vendors write before a key that has no look of its own. */
  private static @Nullable Secret named(String text, int i) {
    for (String name : NAMES) {
      if (text.regionMatches(true, i, name, 0, name.length())) {
        int start = skip(text, i + name.length(), " \t\"':=>\\");
        int end = start;
        while (end < text.length()
            && end - start <= LONGEST_NAMED
            && isKeyCharacter(text.charAt(end))) {
          end++;
        }
        boolean real =
            start > i + name.length() && end - start >= LEAST_NAMED && end - start <= LONGEST_NAMED;
        return real && isMixed(text, start, end)
            ? new Secret("cloud-access-key", start, end)
            : null;
      }
    }
    return null;
  }

  private static int skip(String text, int from, String blanks) {
    int i = from;
    while (i < text.length() && blanks.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static boolean isTokenCharacter(char c) {
    return isAlphanumeric(c) || "-._~+/=".indexOf(c) >= 0;
  }

  /** A word such as {@code your-token-goes-here} has no digit; a token of twenty characters has. */
  private static boolean isMixed(String text, int from, int to) {
    boolean digit = false;
    boolean letter = false;
    for (int i = from; i < to; i++) {
      digit |= Part.isDigit(text.charAt(i));
      letter |= Part.isLetter(text.charAt(i));
    }
    return digit && letter;
  }

  /**
   * {@return the text with each secret replaced by a marker that names its kind; the same object if
   * it holds none} What was redacted once is left alone the second time.
   */
  public String redacted(String text) {
    return redacted(text, secrets(text));
  }

  static String redacted(String text, List<Secret> secrets) {
    if (secrets.isEmpty()) {
      return text;
    }
    StringBuilder redacted = new StringBuilder(text.length());
    int behind = 0;
    for (Secret secret : secrets) {
      redacted.append(text, behind, secret.start()).append(marker(secret.kind()));
      behind = secret.end();
    }
    return redacted.append(text, behind, text.length()).toString();
  }

  /** {@return what stands in a text in place of a secret} */
  static String marker(String kind) {
    return MARKER + kind + "]";
  }
}
