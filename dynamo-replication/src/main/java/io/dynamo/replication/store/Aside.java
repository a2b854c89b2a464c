package io.dynamo.replication.store;

import io.dynamo.api.ByteWriter;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.storage.StorageEngine;

/**
 * What was taken out of a store and is kept for people to look at, in the same engine: damaged
 * records, and records of an older disk (rule D5). It is never read by the node itself.
 *
 * <pre>format(1)=1, engine key and value, each after its length</pre>
 */
final class Aside {
  private static final int FORMAT = 1;

  private long next;

  private Aside(long next) {
    this.next = next;
  }

  /** Goes on behind what is aside already. */
  static Aside in(StorageEngine engine) {
    long[] next = new long[1];
    engine.scan(
        EngineKeys.ofAside(0),
        null,
        (engineKey, value) -> {
          next[0] = Math.max(next[0], EngineKeys.asideNumber(engineKey) + 1);
          return true;
        });
    return new Aside(next[0]);
  }

  /** Keeps this aside. */
  Mutation mutation(byte[] engineKey, byte[] value) {
    ByteWriter out = new ByteWriter(16 + engineKey.length + value.length);
    out.byte8(FORMAT);
    out.bytes(engineKey);
    out.bytes(value);
    return Mutation.put(EngineKeys.ofAside(next++), out.toBytes());
  }
}
