package quire.process.install;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class ReleaseKeysTest {
  // A pair that was made for this test with OpenSSL; the line was signed as build/sign does it.
  private static final String KEY = "MCowBQYDK2VwAyEAmfh0f6m3Ogs9ez8nvBAry+Z0Jwyv/4Cq25oXgBVn8+s=";
  private static final String SIGNATURE =
      "0cyH2NsJBbzgsKgcs7o1rwoSSyJaJbmNv8AlatB9v2NRZJMSYdXWA/B743sJH+ovdDJU/OLVQKw4/2qrake1Bw==";
  private static final byte[] LINE =
      "0eb3e36bfb24dcd9bb1d1bece1531216b59539a8fde17ee80224af0653c92aa3  quire-full-0.2.0.tar.gz\n"
          .getBytes(US_ASCII);

  @Test
  void whatOpenSslSignedIsSigned() {
    ReleaseKeys keys = ReleaseKeys.of("# a remark\n\n" + KEY + "\n");
    byte[] signature = Base64.getDecoder().decode(SIGNATURE);
    assertThat(keys.signed(LINE, signature)).isTrue();
    assertThat(keys.signed("another line".getBytes(US_ASCII), signature)).isFalse();
    signature[5] ^= 1;
    assertThat(keys.signed(LINE, signature)).isFalse();
    assertThat(keys.signed(LINE, new byte[0])).isFalse();
    assertThat(keys.signed(LINE, new byte[64])).isFalse();
  }

  @Test
  void theProgramHasKeysAndNoneOfThemIsTheTests() {
    ReleaseKeys own = ReleaseKeys.ofThisProgram();
    assertThat(own.keys()).isNotEmpty();
    assertThat(own.signed(LINE, Base64.getDecoder().decode(SIGNATURE))).isFalse();
  }

  @Test
  void anyOfSeveralKeysWillDoAndAMalformedOneIsADefect() {
    assertThat(
            ReleaseKeys.of(Release.key() + "\n" + KEY)
                .signed(LINE, Base64.getDecoder().decode(SIGNATURE)))
        .isTrue();
    assertThatThrownBy(() -> ReleaseKeys.of("AAAA")).isInstanceOf(IllegalStateException.class);
  }
}
