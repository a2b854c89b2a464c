package io.dynamo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Values that say who wrote them. */
class StampedValueTest {
  private final StampedValue stamp = new StampedValue(-7, 3, 12);

  @Test
  void aValueOfAnyLengthSaysWhoWroteIt() {
    for (int bytes = StampedValue.LEAST_BYTES; bytes < 200; bytes++) {
      byte[] value = stamp.encode(bytes);
      assertThat(value).hasSize(bytes);
      assertThat(StampedValue.decode(value)).isEqualTo(stamp);
    }
    assertThatThrownBy(() -> stamp.encode(StampedValue.LEAST_BYTES - 1))
        .hasMessageContaining("was 19");
  }

  @Test
  void aChangeOfAnyByteIsSeen() {
    byte[] value = stamp.encode(100);
    for (int i = 0; i < value.length; i++) {
      byte[] changed = value.clone();
      changed[i] ^= 1;
      assertThat(StampedValue.decode(changed)).isNull();
    }
  }

  @Test
  void aPartIsSeen() {
    byte[] value = stamp.encode(100);
    for (int bytes = 0; bytes < value.length; bytes++) {
      assertThat(StampedValue.decode(Arrays.copyOf(value, bytes))).isNull();
    }
  }
}
