package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.Mutation;
import io.dynamo.api.versioning.Actor;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.LocalHeader;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One key within a batch: what is stored, what the writes so far have made of it, and who waits for
 * it. They stand or fall together, because each write saw the result of those before it.
 */
final class PendingRecord {
  private final Key key;
  private final Position position;
  private final byte[] engineKey;
  private final int leaf;
  private final StoredRecord before;
  private final int storedBytes;
  private StoredRecord after;
  private final ArrayDeque<StoreWrite.Keyed> waiting = new ArrayDeque<>();
  private byte @Nullable [] encoded;

  PendingRecord(
      Key key,
      Position position,
      byte[] engineKey,
      int leaf,
      StoredRecord before,
      int storedBytes) {
    this.key = key;
    this.position = position;
    this.engineKey = engineKey;
    this.leaf = leaf;
    this.before = before;
    this.storedBytes = storedBytes;
    this.after = before;
  }

  Key key() {
    return key;
  }

  Position position() {
    return position;
  }

  int leaf() {
    return leaf;
  }

  StoredRecord before() {
    return before;
  }

  StoredRecord after() {
    return after;
  }

  boolean isChanged() {
    return !after.equals(before);
  }

  /** The record is this now, as soon as the batch is written. */
  void change(StoredRecord next) {
    after = next;
  }

  /** This write ends as the record does. */
  void await(StoreWrite.Keyed write) {
    waiting.add(write);
  }

  int waiting() {
    return waiting.size();
  }

  /** What the engine is to do; a record without siblings goes, local header and all (rule V4). */
  Mutation mutation() {
    if (after.siblings().isNone()) {
      return Mutation.remove(engineKey);
    }
    byte[] bytes = encoded;
    if (bytes == null) {
      bytes = RecordFormat.encode(after);
      encoded = bytes;
    }
    return Mutation.put(engineKey, bytes);
  }

  /** By how many bytes the engine's value grows; asked after {@link #mutation}. */
  long growth() {
    byte[] bytes = encoded;
    return (after.siblings().isNone() || bytes == null ? 0 : bytes.length) - (long) storedBytes;
  }

  /** Tells puts that were not to be heard of before, that it is written and may be synced yet. */
  void written() {
    for (StoreWrite.Keyed next : waiting) {
      if (next instanceof StoreWrite.Put put && put.handler() instanceof ToldWhenWritten late) {
        late.onWritten();
      }
    }
  }

  /**
   * Tells all who wait that it is as durable as configured.
   *
   * @param counting how that counts
   */
  void succeed(Counting counting) {
    for (StoreWrite.Keyed next = waiting.poll(); next != null; next = waiting.poll()) {
      if (next instanceof StoreWrite.Put put) {
        if (counting == Counting.APART) {
          put.handler().onStoredApart();
        } else {
          put.handler().onStored(counting == Counting.AS_SUCCESSOR);
        }
      } else if (next instanceof StoreWrite.Merge merge) {
        if (counting == Counting.APART) {
          merge.handler().onMergedApart();
        } else {
          merge.handler().onMerged(counting == Counting.AS_SUCCESSOR);
        }
      } else if (next instanceof StoreWrite.RemoveHint remove) {
        remove.handler().onDone(Done.DONE);
      }
    }
  }

  /** Tells all who wait that it is not stored. */
  void fail(Refusal refusal) {
    for (StoreWrite.Keyed next = waiting.poll(); next != null; next = waiting.poll()) {
      next.refuse(refusal);
    }
  }

  /**
   * Burns the actor whose dots of this batch are not stored (rule V4): the one that the stored
   * header names, if a put used it. An actor opened in this batch is named by no stored header, so
   * no put comes back to it.
   */
  void burnActors(Actors actors) {
    LocalHeader header = before.header();
    if (header == null) {
      return;
    }
    NodeId self = actors.self();
    Actor named = header.actor(self);
    if (after.siblings().vector().counter(named) > before.siblings().vector().counter(named)) {
      actors.burn(named);
    }
  }
}
