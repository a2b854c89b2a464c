package io.dynamo.api;

import java.nio.ByteBuffer;

/**
 * A number modulo 2^128: the hash of one record, or the sum of those of a leaf or of a range of
 * leaves (Dynamo §4.7). Adding is commutative, so a sum does not depend on the order of writes.
 */
public record HashSum(long high, long low) {
  /** Of nothing. */
  public static final HashSum ZERO = new HashSum(0, 0);

  /** The length of the byte form. */
  public static final int BYTES = 16;

  /** Both together. */
  public HashSum plus(HashSum other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    return new HashSum(high + other.high + carry, sum);
  }

  /** This without the other. */
  public HashSum minus(HashSum other) {
    long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    return new HashSum(high - other.high - borrow, low - other.low);
  }

  /** Big-endian. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /** Reads the first 16 bytes. */
  public static HashSum fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new HashSum(buffer.getLong(), buffer.getLong());
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return Hex.of(high) + Hex.of(low);
  }
}
