package io.dynamo.testkit.storage;

import io.dynamo.api.storage.StorageEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Keys in which engines that split, hash or cut keys go wrong: short ones, prefixes of each other,
 * long ones that share hundreds of bytes, lengths about the limits of well-known libraries, bytes
 * over 127. Deterministic for a seed.
 */
final class KeySamples {
  /** The longest key of LMDB, the lengths about it, and the bounds of the contract. */
  static final List<Integer> LENGTHS =
      List.of(
          1, 2, 3, 255, 256, 510, 511, 512, 513, 1022, 1023, 65_536, StorageEngine.MAX_KEY_BYTES);

  private static final int SHARED_BYTES = 511;

  private final SplittableRandom random;

  KeySamples(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Keys without order, some of them equal. */
  List<byte[]> keys(int count) {
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(key());
    }
    return keys;
  }

  byte[] key() {
    return switch (random.nextInt(5)) {
      case 0 -> bytes(1 + random.nextInt(3), 256);
      case 1 -> bytes(1 + random.nextInt(40), 2);
      case 2 -> repeated((byte) 0xff, 505 + random.nextInt(12));
      case 3 -> behind((byte) random.nextInt(2), bytes(random.nextInt(4), 3));
      default -> behind((byte) 0x80, bytes(random.nextInt(900), 2));
    };
  }

  /** This many random bytes, each one of the given number of values. */
  byte[] bytes(int length, int values) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.nextInt(values) * (values == 256 ? 1 : 127));
    }
    return bytes;
  }

  private byte[] behind(byte shared, byte[] rest) {
    byte[] key = repeated(shared, SHARED_BYTES - 1 + random.nextInt(2) + rest.length);
    System.arraycopy(rest, 0, key, key.length - rest.length, rest.length);
    return key;
  }

  static byte[] repeated(byte value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    return bytes;
  }
}
