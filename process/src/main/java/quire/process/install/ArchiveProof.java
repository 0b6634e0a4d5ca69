package quire.process.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * What shows that an archive is whole and who made it.
 *
 * @param name of the archive, for messages
 * @param list the content of ARCHIVE.sha256, a line as sha256sum writes it
 * @param signature the content of ARCHIVE.sha256.sig: the signature of the list, in base64
 */
record ArchiveProof(String name, Optional<byte[]> list, Optional<byte[]> signature) {
  /**
   * Compares a file with the proof.
   *
   * @throws InstallationException if it is not the archive that the proof is about, or nobody whose
   *     key is known signed it
   */
  void check(Path archive, Wanted wanted, ReleaseKeys keys) throws IOException {
    String found = Manifest.sha256(archive);
    if (wanted.sha256().isEmpty() && list.isEmpty()) {
      throw new InstallationException(
          "There is no %s.sha256 to check the archive with; nothing was changed. Add it or give --sha256"
              .formatted(name));
    }
    wanted.sha256().ifPresent(given -> compare(found, given));
    list.ifPresent(text -> compare(found, new String(text, StandardCharsets.UTF_8)));
    if (signature.isEmpty() || list.isEmpty()) {
      if (!wanted.unsigned()) {
        throw new InstallationException(
            "There is no %s.sha256.sig, so nothing shows who made the archive; nothing was changed. Get the signature from where you have the archive, or add --unsigned if you built it yourself"
                .formatted(name));
      }
      return;
    }
    if (!keys.signed(list.get(), decoded(signature.get()))) {
      throw new InstallationException(
          "The signature %s.sha256.sig is not that of a release of Quire; nothing was changed. Do not use this archive"
              .formatted(name));
    }
  }

  private void compare(String found, String text) {
    String wanted = text.strip().split("\\s+")[0].toLowerCase(Locale.ROOT);
    if (!found.equals(wanted)) {
      throw new InstallationException(
          "%s has the checksum %s instead of %s; nothing was changed"
              .formatted(name, found, wanted));
    }
  }

  private static byte[] decoded(byte[] base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException other) {
      return new byte[0];
    }
  }
}
