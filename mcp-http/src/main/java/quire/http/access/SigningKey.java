package quire.http.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what is given to clients, so that it need not be remembered to be recognised. */
public final class SigningKey {
  private static final int KEY_BYTES = 32;
  private static final int SIGNATURE_BYTES = 16;
  private static final String ALGORITHM = "HmacSHA256";

  /** Copied for each signature: finding one among the providers takes longer than signing. */
  private final Mac mac;

  private SigningKey(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Java without " + ALGORITHM, impossible);
    }
  }

  /** {@return the key in a file, which is made if there is none} */
  public static SigningKey of(Path file) throws IOException {
    byte[] fresh = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(fresh);
    PrivateFiles.make(file, fresh);
    byte[] key = Files.readAllBytes(file);
    if (key.length != KEY_BYTES) {
      throw new IOException(
          "The key of the sessions in %s is damaged; delete the file, and clients introduce themselves again"
              .formatted(file));
    }
    return new SigningKey(key);
  }

  /**
   * {@return a text that says this and nobody else can make}
   *
   * @param purpose what it is good for, and for whom
   */
  String sign(String prefix, byte[] payload, String purpose) {
    return prefix + text(payload) + "." + text(signature(payload, purpose));
  }

  /** {@return what a signed text says; empty if it was not signed for this purpose} */
  Optional<byte[]> open(String prefix, String signed, String purpose) {
    String[] parts =
        signed.startsWith(prefix)
            ? signed.substring(prefix.length()).split("\\.", -1)
            : new String[0];
    if (parts.length != 2) {
      return Optional.empty();
    }
    byte[] payload = bytes(parts[0]);
    // The texts, since the last character of Base64 has bits that say nothing.
    byte[] expected = text(signature(payload, purpose)).getBytes(StandardCharsets.US_ASCII);
    byte[] given = parts[1].getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, given) && text(payload).equals(parts[0])
        ? Optional.of(payload)
        : Optional.empty();
  }

  private byte[] signature(byte[] payload, String purpose) {
    try {
      Mac own = (Mac) mac.clone();
      own.update(payload);
      return Arrays.copyOf(own.doFinal(purpose.getBytes(StandardCharsets.UTF_8)), SIGNATURE_BYTES);
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("Java without a copy of " + ALGORITHM, impossible);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException broken) {
      return new byte[0];
    }
  }
}
