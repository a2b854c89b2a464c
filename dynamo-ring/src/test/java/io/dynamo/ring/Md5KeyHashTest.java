package io.dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test suite of RFC 1321, appendix A.5, but for the empty text, which is no key. */
class Md5KeyHashTest {
  @ParameterizedTest
  @CsvSource({
    "a, 0cc175b9c0f1b6a831c399e269772661",
    "abc, 900150983cd24fb0d6963f7d28e17f72",
    "message digest, f96b697d7cb7938d525a2f31aaf161d0",
    "abcdefghijklmnopqrstuvwxyz, c3fcd3d76192e4007dfb496cca67e13b",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789,"
        + " d174ab98d277d9f5a5611c2c9f419d9f",
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890,"
        + " 57edf4a22be3c955ac49da2e2107b67a"
  })
  void theVectorsOfRfc1321(String key, String position) {
    assertThat(new Md5KeyHash().position(Key.of(key))).hasToString(position);
  }
}
