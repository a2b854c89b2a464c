package io.dynamo.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Names of objects (Dynamo §4.1). */
final class KeyTest {
  @Test
  void hasOneTo65536Bytes() {
    assertThat(Key.of(new byte[1]).size()).isEqualTo(1);
    assertThat(Key.of(new byte[65_536]).size()).isEqualTo(65_536);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Key.of(new byte[0]))
        .withMessage("key must be 1..65536 bytes, was 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Key.of(new byte[65_537]));
    assertThatIllegalArgumentException().isThrownBy(() -> Key.of(""));
  }

  @Test
  void textIsItsUtf8Bytes() {
    assertThat(Key.of("köln").bytes()).isEqualTo("köln".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void sharesNoArrayWithItsCallers() {
    byte[] bytes = {1, 2};
    Key key = Key.of(bytes);
    bytes[0] = 9;
    key.bytes()[1] = 9;
    assertThat(key.bytes()).containsExactly(1, 2);
  }

  @Test
  void isComparedAsUnsignedBytes() {
    Key low = Key.of(new byte[] {0x7f});
    Key high = Key.of(new byte[] {(byte) 0x80});
    Key longer = Key.of(new byte[] {0x7f, 0});
    assertThat(low).isLessThan(longer);
    assertThat(longer).isLessThan(high);
    assertThat(high).isGreaterThan(low).isEqualByComparingTo(Key.of(new byte[] {(byte) 0x80}));
  }

  @Test
  void isEqualByItsBytes() {
    assertThat(Key.of("cart")).isEqualTo(Key.of("cart")).hasSameHashCodeAs(Key.of("cart"));
    assertThat(Key.of("cart")).isNotEqualTo(Key.of("cars"));
    // "Aa" and "BB" have one hash code.
    assertThat(Key.of("Aa")).isNotEqualTo(Key.of("BB"));
  }

  @Test
  void copiesItsBytesInto() {
    byte[] target = new byte[4];
    Key.of(new byte[] {1, 2}).copyTo(target, 1);
    assertThat(target).containsExactly(0, 1, 2, 0);
  }

  @Test
  void isShownAsTextOrHexadecimalAndCut() {
    assertThat(Key.of("a/b c")).hasToString("a/b c");
    assertThat(Key.of(new byte[] {0x61, 0, (byte) 0xff})).hasToString("6100ff");
    assertThat(Key.of("x".repeat(64))).hasToString("x".repeat(64));
    assertThat(Key.of("x".repeat(65))).hasToString("x".repeat(64) + "...(65 bytes)");
  }
}
