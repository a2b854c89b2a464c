package io.dynamo.server.data;

import io.dynamo.api.ByteReader;
import io.dynamo.api.ByteWriter;
import io.dynamo.api.storage.Durability;
import io.dynamo.api.storage.StorageException;

/**
 * What a data directory remembers of its store, in the entry {@value #ENTRY} of the node's log.
 *
 * @param engine the short name of the engine that made it
 * @param durability the weakest that any write has had which may not be on the disk yet
 * @param bootId of the system under which it was last opened
 * @param clean whether it was closed, and synced before
 */
record StoreState(String engine, Durability durability, String bootId, boolean clean) {
  static final String ENTRY = "store";

  private static final int FORMAT = 1;

  byte[] encode() {
    ByteWriter out = new ByteWriter(64);
    out.byte8(FORMAT);
    out.text(engine);
    out.byte8(durability == Durability.NONE ? 0 : 1);
    out.text(bootId);
    out.byte8(clean ? 1 : 0);
    return out.toBytes();
  }

  static StoreState decode(byte[] bytes) {
    try {
      ByteReader in = new ByteReader(bytes);
      int format = in.byte8();
      if (format != FORMAT) {
        throw new IllegalArgumentException("format " + format + " is of another release");
      }
      String engine = in.text();
      Durability durability = in.byte8() == 0 ? Durability.NONE : Durability.SYNC;
      StoreState state = new StoreState(engine, durability, in.text(), in.byte8() == 1);
      in.expectEnd();
      return state;
    } catch (IllegalArgumentException e) {
      throw new StorageException("entry \"" + ENTRY + "\" of the node's log: " + e.getMessage(), e);
    }
  }

  /** Whether a power cut may have torn what the engine had not synced (DESIGN, "Storage"). */
  boolean isTorn(String currentBootId) {
    return !clean && durability == Durability.NONE && !bootId.equals(currentBootId);
  }

  StoreState closed() {
    return new StoreState(engine, durability, bootId, true);
  }
}
