package io.dynamo.replication.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.testkit.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EngineKeysTest {
  @Test
  void leafOfSixteenBitsIsItsNumber() {
    assertThat(EngineKeys.ofLeaf(0xabcd, 16)).containsExactly(0xab, 0xcd);
  }

  @Test
  void otherWidthsFillWholeBytesFromTheTop() {
    assertThat(EngineKeys.ofLeaf(0xabc, 12)).containsExactly(0xab, 0xc0);
    assertThat(EngineKeys.ofLeaf(0x1, 1)).containsExactly(0x80);
    assertThat(EngineKeys.ofLeaf(0x1abcd, 17)).containsExactly(0xd5, 0xe6, 0x80);
  }

  @Test
  void recordIsPositionThenKey() {
    byte[] bytes = EngineKeys.ofRecord(new Position(0x0102L << 48, 3), Key.of("k"));
    assertThat(bytes).hasSize(17).startsWith(1, 2).endsWith(3, 'k');
    assertThat(EngineKeys.isRecord(bytes)).isTrue();
    assertThat(EngineKeys.isRecord(EngineKeys.ofLeaf(7, 24))).isFalse();
  }

  @Seeds(500)
  void leafStandsBeforeItsRecordsAndAfterThoseOfTheLeafBefore(RandomGenerator random) {
    int bits = random.nextInt(1, 25);
    Position position = new Position(random.nextLong(), random.nextLong());
    byte[] record = EngineKeys.ofRecord(position, Key.of("k"));
    int leaf = position.leaf(bits);
    assertThat(Arrays.compareUnsigned(EngineKeys.ofLeaf(leaf, bits), record)).isNegative();
    if (leaf + 1 < 1 << bits) {
      byte[] next = EngineKeys.ofLeaf(leaf + 1, bits);
      assertThat(Arrays.compareUnsigned(next, record)).isPositive();
    }
  }
}
