package io.dynamo.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ByteWriter} and {@link ByteReader}, which must agree on every byte. */
final class ByteCodecTest {
  @Test
  void numbersAreBigEndian() {
    ByteWriter out = new ByteWriter(0);
    out.byte8(0x1ff);
    out.int32(0x01020384);
    out.long64(0x8182838405060708L);
    assertThat(out.toBytes()).asHexString().isEqualTo("FF" + "01020384" + "8182838405060708");
    ByteReader in = new ByteReader(out.toBytes());
    assertThat(in.byte8()).isEqualTo(0xff);
    assertThat(in.int32()).isEqualTo(0x01020384);
    assertThat(in.long64()).isEqualTo(0x8182838405060708L);
    in.expectEnd();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "127, 7F",
    "128, 8001",
    "300, AC02",
    "16384, 808001",
    "9223372036854775807, FFFFFFFFFFFFFFFF7F",
    "-9223372036854775808, 80808080808080808001",
    "-1, FFFFFFFFFFFFFFFFFF01"
  })
  void varintsTakeAsFewBytesAsTheyCan(long value, String hex) {
    ByteWriter out = new ByteWriter(0);
    out.varint(value);
    assertThat(out.toBytes()).asHexString().isEqualTo(hex);
    ByteReader in = new ByteReader(out.toBytes());
    assertThat(in.varint()).isEqualTo(value);
    in.expectEnd();
  }

  @Test
  void everyWidthOfVarintComesBack() {
    for (int shift = 0; shift < 64; shift++) {
      for (long value : new long[] {(1L << shift) - 1, 1L << shift, (1L << shift) + 1}) {
        ByteWriter out = new ByteWriter(0);
        out.varint(value);
        assertThat(new ByteReader(out.toBytes()).varint()).isEqualTo(value);
      }
    }
  }

  @Test
  void numbersSpeltTooLongAreRefused() {
    refusesVarint(0x80, 0x00);
    refusesVarint(0xff, 0x80, 0x00);
    refusesVarint(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02);
    refusesVarint(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);
    refusesVarint(0x80);
    refusesVarint();
  }

  @Test
  void bytesAndTextComeBackWithTheirLength() {
    ByteWriter out = new ByteWriter(0);
    out.bytes(new byte[0]);
    out.bytes(new byte[200]);
    out.text("köln \uFFFD");
    out.raw(new byte[] {7});
    ByteReader in = new ByteReader(out.toBytes());
    assertThat(in.bytes()).isEmpty();
    assertThat(in.bytes()).hasSize(200);
    assertThat(in.text()).isEqualTo("köln \uFFFD");
    assertThat(in.position()).isEqualTo(out.length() - 1);
    assertThat(in.raw(1)).containsExactly(7);
    in.expectEnd();
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    ByteReader in = new ByteReader(new byte[] {2, (byte) 0xc3, 0x28});
    assertThatIllegalArgumentException().isThrownBy(in::text).withMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void lengthsAndCountsBeyondTheInputAreRefusedBeforeAnythingIsAllocated(long length) {
    ByteWriter out = new ByteWriter(0);
    out.varint(length);
    out.raw(new byte[3]);
    assertThatIllegalArgumentException().isThrownBy(() -> new ByteReader(out.toBytes()).bytes());
    assertThatIllegalArgumentException().isThrownBy(() -> new ByteReader(out.toBytes()).count(1));
  }

  @Test
  void countsAreLimitedByTheSizeOfAnElement() {
    byte[] bytes = {2, 0, 0, 0, 0, 0};
    assertThat(new ByteReader(bytes).count(2)).isEqualTo(2);
    assertThatIllegalArgumentException().isThrownBy(() -> new ByteReader(bytes).count(3));
  }

  @Test
  void readingPastTheEndIsRefused() {
    byte[] bytes = new byte[10];
    ByteReader in = new ByteReader(bytes, 2, 5);
    assertThatIllegalArgumentException().isThrownBy(in::int32);
    assertThatIllegalArgumentException().isThrownBy(in::long64);
    assertThatIllegalArgumentException().isThrownBy(() -> in.raw(4));
    assertThatIllegalArgumentException().isThrownBy(() -> in.raw(-1));
    assertThat(in.raw(2)).hasSize(2);
    assertThatIllegalArgumentException().isThrownBy(in::expectEnd);
    assertThat(in.byte8()).isZero();
    in.expectEnd();
    assertThatIllegalArgumentException().isThrownBy(in::byte8);
  }

  @Test
  void whatWasReadIsACopy() {
    byte[] bytes = {1, 5};
    byte[] read = new ByteReader(bytes).bytes();
    bytes[1] = 6;
    assertThat(read).containsExactly(5);
  }

  private static void refusesVarint(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new ByteReader(bytes).varint());
  }
}
