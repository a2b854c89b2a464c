package io.dynamo.storage.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BucketTest {
  private static final byte[] LOW = {1};
  private static final byte[] LONGER = {1, 0};
  private static final byte[] HIGH = {(byte) 0x80};

  @Test
  void entriesStandInUnsignedOrderHoweverTheyCame() {
    Bucket bucket = Bucket.EMPTY.with(HIGH, 3).with(new byte[0], 0).with(LONGER, 2).with(LOW, 1);

    assertThat(numbers(bucket)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(bucket.number(LONGER)).isEqualTo(2);
    assertThat(bucket.number(new byte[] {2})).isNull();
  }

  @Test
  void encodingIsReadBack() {
    Bucket bucket = Bucket.EMPTY.with(HIGH, Long.MAX_VALUE).with(new byte[0], 0);

    Bucket read = Bucket.parse(bucket.encode());

    assertThat(numbers(read)).containsExactly(0L, Long.MAX_VALUE);
    assertThat(read.number(HIGH)).isEqualTo(Long.MAX_VALUE);
    assertThat(Bucket.parse(Bucket.EMPTY.encode()).isEmpty()).isTrue();
  }

  @Test
  void removingLeavesTheOthers() {
    Bucket bucket = Bucket.EMPTY.with(LOW, 1).with(LONGER, 2).with(HIGH, 3);

    assertThat(numbers(bucket.without(LONGER))).containsExactly(1L, 3L);
    assertThat(bucket.without(LOW).without(HIGH).without(LONGER).isEmpty()).isTrue();
  }

  private static List<Long> numbers(Bucket bucket) {
    return bucket.entries().stream().map(Bucket.Entry::number).toList();
  }
}
