package io.dynamo.replication.store;

import java.nio.ByteBuffer;

/**
 * A number modulo 2^128: the hash of one record, or the sum of those of a leaf (Dynamo §4.7).
 * Adding is commutative, so a sum does not depend on the order of writes.
 */
record LeafSum(long high, long low) {
  static final LeafSum ZERO = new LeafSum(0, 0);
  static final int BYTES = 16;

  LeafSum plus(LeafSum other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new LeafSum(high + other.high + carry, sum);
  }

  LeafSum minus(LeafSum other) {
    long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    return new LeafSum(high - other.high - borrow, low - other.low);
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /** Reads the first 16 bytes. */
  static LeafSum fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new LeafSum(buffer.getLong(), buffer.getLong());
  }
}
