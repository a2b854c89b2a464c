package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
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
   * @param generation under which it was formed (rule D4)
   */
  record Merge(
      Area area,
      Key key,
      Position position,
      Siblings state,
      Generation generation,
      LocalStore.MergeHandler handler)
      implements Keyed {
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
