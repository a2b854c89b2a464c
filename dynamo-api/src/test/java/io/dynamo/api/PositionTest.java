package io.dynamo.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Places on the ring (Dynamo §4.1), and cluster ids, which have the same form. */
final class PositionTest {
  private static final Position POSITION = new Position(0xf122334455667788L, 0x99aabbccddeeff00L);

  @Test
  void isSixteenBytesMostSignificantFirst() {
    assertThat(POSITION.toBytes()).asHexString().isEqualTo("F12233445566778899AABBCCDDEEFF00");
    assertThat(Position.fromBytes(POSITION.toBytes())).isEqualTo(POSITION);
    assertThat(POSITION).hasToString("f12233445566778899aabbccddeeff00");
  }

  @Test
  void refusesOtherLengths() {
    assertThatIllegalArgumentException().isThrownBy(() -> Position.fromBytes(new byte[15]));
    assertThatIllegalArgumentException().isThrownBy(() -> Position.fromBytes(new byte[17]));
    assertThatIllegalArgumentException().isThrownBy(() -> ClusterId.fromBytes(new byte[15]));
    assertThatIllegalArgumentException().isThrownBy(() -> ClusterId.fromBytes(new byte[17]));
  }

  @Test
  void isOrderedAsItsUnsignedBytesAre() {
    long[] values = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1};
    for (long high : values) {
      for (long low : values) {
        Position other = new Position(high, low);
        for (Position one : new Position[] {new Position(0, -1), new Position(-1, 0), POSITION}) {
          assertThat(Integer.signum(one.compareTo(other)))
              .isEqualTo(Integer.signum(Arrays.compareUnsigned(one.toBytes(), other.toBytes())));
        }
      }
    }
  }

  @Test
  void itsLeafIsItsFirstBits() {
    assertThat(POSITION.leaf(1)).isEqualTo(1);
    assertThat(POSITION.leaf(16)).isEqualTo(0xf122);
    assertThat(POSITION.leaf(24)).isEqualTo(0xf12233);
    assertThat(new Position(1, -1).leaf(16)).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> POSITION.leaf(0));
    assertThatIllegalArgumentException().isThrownBy(() -> POSITION.leaf(25));
  }

  @Test
  void clusterIdsComeBackFromTheirBytes() {
    ClusterId id = new ClusterId(0xf122334455667788L, 1);
    assertThat(ClusterId.fromBytes(id.toBytes())).isEqualTo(id);
    assertThat(id).hasToString("f1223344556677880000000000000001");
  }
}
