package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Siblings;
import java.util.function.Function;

/**
 * One thing that waits for the store's writer, with whom to tell. Handlers are called on the writer
 * thread, in the middle of a batch: they only hop to the loop that they belong to, return at once
 * and throw nothing.
 */
public sealed interface StoreWrite {
  /** About how many bytes it keeps in memory, for the bound of a queue. */
  long bytes();

  /** Tells that nothing is stored here. */
  void refuse(Refusal refusal);

  /** A write of one record, which may share its batch with others. */
  sealed interface Keyed extends StoreWrite {
    Area area();

    Key key();

    Position position();

    /** How many owners the sender sees for it, by the digest of its partition (rule Q5). */
    long view();

    /** Not taken: here the partition has other owners, or others to come (rule Q5). */
    void seenOtherwise();

    /** Not taken: the partition is sealed here (rule H2). */
    void meetSeal();
  }

  /** A put that this node coordinates (rule V3). */
  record Put(LocalPut put, LocalStore.PutHandler handler) implements Keyed {
    @Override
    public Area area() {
      return put.area();
    }

    @Override
    public Key key() {
      return put.key();
    }

    @Override
    public Position position() {
      return put.position();
    }

    @Override
    public long view() {
      return put.view();
    }

    @Override
    public void seenOtherwise() {
      handler.onSeenOtherwise();
    }

    @Override
    public void meetSeal() {
      handler.onSealed();
    }

    @Override
    public long bytes() {
      return 256L + put.key().size() + put.value().length;
    }

    @Override
    public void refuse(Refusal refusal) {
      handler.onRefused(refusal);
    }
  }

  /**
   * A state that came from another replica (rule V2).
   *
   * @param stamp how its sender sees the partition (rule Q5; does not matter for hints), and under
   *     which generation the state was formed (rule D4)
   */
  record Merge(
      Area area,
      Key key,
      Position position,
      Siblings state,
      Stamp stamp,
      LocalStore.MergeHandler handler)
      implements Keyed {
    @Override
    public long view() {
      return stamp.owners();
    }

    /** Under which it was formed (rule D4). */
    Generation generation() {
      return stamp.generation();
    }

    @Override
    public void seenOtherwise() {
      handler.onSeenOtherwise();
    }

    @Override
    public void meetSeal() {
      handler.onSealed();
    }

    @Override
    public long bytes() {
      return key.size() + RecordFormat.maxLength(state);
    }

    @Override
    public void refuse(Refusal refusal) {
      handler.onRefused(refusal);
    }
  }

  /** The end of a hint, if it is still exactly this (rule Q4). */
  record RemoveHint(Key key, Position position, Siblings delivered, StoreHandler<Done> handler)
      implements Keyed {
    @Override
    public Area area() {
      return Area.HINTS;
    }

    @Override
    public long view() {
      return 0;
    }

    @Override
    public void seenOtherwise() {
      throw new IllegalStateException("hints are of no view");
    }

    @Override
    public void meetSeal() {
      throw new IllegalStateException("hints are not sealed");
    }

    @Override
    public long bytes() {
      return 256L + key.size();
    }

    @Override
    public void refuse(Refusal refusal) {
      handler.onRefused(refusal);
    }
  }

  /** Something that the writer does alone: after all writes before it, before all after it. */
  record Exclusive<T>(Function<Upkeep, T> work, StoreHandler<T> handler) implements StoreWrite {
    @Override
    public long bytes() {
      return 1024;
    }

    @Override
    public void refuse(Refusal refusal) {
      handler.onRefused(refusal);
    }

    /** Says whether the disk let it. */
    boolean run(Upkeep upkeep) {
      T result;
      try {
        result = work.apply(upkeep);
      } catch (StorageException e) {
        refuse(WritePreparation.failed("not done", e));
        return false;
      }
      handler.onDone(result);
      return true;
    }
  }
}
