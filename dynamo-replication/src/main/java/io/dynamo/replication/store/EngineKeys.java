package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import java.util.Arrays;

/**
 * The keys under which the engine holds records and leaf sums. A record is under {@code position
 * (16 bytes) ‖ key}, at least 17 bytes; a leaf sum is under the first bytes of the lowest position
 * of its leaf, at most 3: so a leaf stands right before its records and a range of the ring is one
 * range of the engine.
 */
final class EngineKeys {
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

  /** Whether this is the key of a record, not of a leaf. */
  static boolean isRecord(byte[] engineKey) {
    return engineKey.length > Position.BYTES;
  }
}
