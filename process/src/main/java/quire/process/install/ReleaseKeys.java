package quire.process.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * The public keys (Ed25519) of those who may publish a version. A release signs the checksum file
 * of each archive with one of the private halves; CONTRIBUTING.md has the commands.
 */
public record ReleaseKeys(List<PublicKey> keys) {
  private static final String RESOURCE = "release-keys.txt";

  public ReleaseKeys {
    keys = List.copyOf(keys);
  }

  /** {@return the keys that came with this program} */
  public static ReleaseKeys ofThisProgram() {
    try (InputStream in =
        Objects.requireNonNull(ReleaseKeys.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return of(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException unreadable) {
      throw new InstallationException(
          "The keys of releases cannot be read; nothing was changed", unreadable);
    }
  }

  /**
   * {@return the keys of a text}
   *
   * @param text one a line, as {@code openssl pkey -pubout} writes it between the PEM marks; lines
   *     that begin with {@code #} are remarks
   */
  public static ReleaseKeys of(String text) {
    List<PublicKey> keys = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        keys.add(key(line.strip()));
      }
    }
    return new ReleaseKeys(keys);
  }

  private static PublicKey key(String base64) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      throw new IllegalStateException("A key of releases is malformed: " + base64, malformed);
    }
  }

  /** {@return whether the owner of one of the keys signed exactly these bytes} */
  boolean signed(byte[] text, byte[] signature) {
    for (PublicKey key : keys) {
      try {
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(key);
        check.update(text);
        if (check.verify(signature)) {
          return true;
        }
      } catch (SignatureException malformed) {
        // a signature of another form is not this key's
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException("every Java runtime has Ed25519", impossible);
      }
    }
    return false;
  }
}
