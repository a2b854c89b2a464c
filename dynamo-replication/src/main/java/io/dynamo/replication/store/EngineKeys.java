package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys under which the engine holds records and leaf sums. A record is under {@code position
 * (16 bytes) ‖ key}, at least 17 bytes; a leaf sum is under the first bytes of the lowest position
 * of its leaf, at most 3: so a leaf stands right before its records and a range of the ring is one
 * range of the engine. What was set aside is under 12 bytes.
 */
final class EngineKeys {
  private static final int MAX_LEAF_BYTES = 3;
  private static final int ASIDE_BYTES = 12;

  private EngineKeys() {}

  static byte[] ofRecord(Position position, Key key) {
    byte[] bytes = new byte[Position.BYTES + key.size()];
    System.arraycopy(position.toBytes(), 0, bytes, 0, Position.BYTES);
    key.copyTo(bytes, Position.BYTES);
    return bytes;
  }

  /**
   * The key of a leaf: its number in the top {@code leafBits} of as many whole bytes as that takes
   * (2 for the usual 16 bits: the number itself), the bits below being 0.
   */
  static byte[] ofLeaf(int leaf, int leafBits) {
    int width = (leafBits + 7) / 8;
    int aligned = leaf << (width * 8 - leafBits);
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = (byte) (aligned >>> ((width - 1 - i) * 8));
    }
    return bytes;
  }

  /** Where the record of this engine key is. */
  static Position position(byte[] engineKey) {
    return Position.fromBytes(Arrays.copyOf(engineKey, Position.BYTES));
  }

  /** The key of the record of this engine key. */
  static Key key(byte[] engineKey) {
    return Key.of(Arrays.copyOfRange(engineKey, Position.BYTES, engineKey.length));
  }

  /** The next engine key after this one that there may be. */
  static byte[] after(byte[] engineKey) {
    return Arrays.copyOf(engineKey, engineKey.length + 1);
  }

  /** The first key of a leaf, or of the range of leaves before it the end; null after the last. */
  static byte @Nullable [] boundary(int leaf, int leafBits) {
    return leaf >>> leafBits == 0 ? ofLeaf(leaf, leafBits) : null;
  }

  /** The key of the so many-th thing that was set aside. */
  static byte[] ofAside(long number) {
    return ByteBuffer.allocate(ASIDE_BYTES).putInt(-1).putLong(number).array();
  }

  /** The number of {@link #ofAside}, or -1 if this is the key of something else. */
  static long asideNumber(byte[] engineKey) {
    return engineKey.length == ASIDE_BYTES ? ByteBuffer.wrap(engineKey).getLong(4) : -1;
  }

  /** Whether this is the key of a leaf sum. */
  static boolean isLeaf(byte[] engineKey) {
    return engineKey.length <= MAX_LEAF_BYTES;
  }

  /** Whether this is the key of a record. */
  static boolean isRecord(byte[] engineKey) {
    return engineKey.length > Position.BYTES;
  }
}
