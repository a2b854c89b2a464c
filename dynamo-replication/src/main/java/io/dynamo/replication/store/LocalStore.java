package io.dynamo.replication.store;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Siblings;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * This node's own replica as one loop sees it, asynchronous: reads go to readers, writes to the one
 * writer. Exactly one of a handler's ending methods is called, once, on that loop. What waits is
 * bounded: over the bound a handler gets {@link Refusal.Reason#OVERLOADED} at once, before the call
 * returns. Used by its loop alone.
 */
public final class LocalStore implements LocalHints {
  private static final Refusal SEEN_OTHERWISE =
      new Refusal(Refusal.Reason.NOT_OWNER, "its owners have changed");
  private static final Refusal SEALED =
      new Refusal(Refusal.Reason.NOT_OWNER, "its partition is sealed");

  private final StoreReads reads;
  private final StoreThreads threads;

  /** The stores that these threads read and write. */
  public LocalStore(StoreReads reads, StoreThreads threads) {
    this.reads = reads;
    this.threads = threads;
  }

  /** Reads what is stored under the key in this area. */
  public void read(Area area, Key key, Position position, StoreHandler<Held> handler) {
    ask(stores -> stores.read(area, key, position), handler);
  }

  /** Reads something, where it may block. */
  public <T> void ask(Function<StoreReads, T> reading, StoreHandler<T> handler) {
    Refusal refusal = threads.read(() -> threads.onLoop(answerOf(reading, handler)));
    if (refusal != null) {
      handler.onRefused(refusal);
    }
  }

  /** Has the writer do something alone, between batches; what the disk refuses is refused. */
  public <T> void upkeep(Function<Upkeep, T> work, StoreHandler<T> handler) {
    submit(new StoreWrite.Exclusive<>(work, onLoop(handler)), handler::onRefused);
  }

  /** What is known of each partition; may be asked from any thread. */
  public PartitionStates partitions() {
    return reads.partitions();
  }

  /** Makes a new version here, as the coordinator of a put (rule V3). */
  public void put(LocalPut put, PutHandler handler) {
    submit(new StoreWrite.Put(put, new LoopHandlers.Put(threads, handler)), handler::onRefused);
  }

  /**
   * Merges a state that came from another replica (rule V2) into this area.
   *
   * @param stamp how the sender sees the partition, and its generation where the state was formed
   *     (rules Q5, D4)
   */
  public void merge(
      Area area, Key key, Position position, Siblings state, Stamp stamp, MergeHandler handler) {
    submit(
        new StoreWrite.Merge(
            area, key, position, state, stamp, new LoopHandlers.Merge(threads, handler)),
        handler::onRefused);
  }

  @Override
  public void removeHint(
      Key key, Position position, Siblings delivered, StoreHandler<Done> handler) {
    submit(
        new StoreWrite.RemoveHint(key, position, delivered, onLoop(handler)), handler::onRefused);
  }

  @Override
  public void hints(@Nullable Hint after, int limit, StoreHandler<List<Hint>> handler) {
    ask(stores -> stores.hints(after, limit), handler);
  }

  @Override
  public void learn(Position position, Generation other) {
    int partition = partitions().partition(position);
    upkeep(upkeep -> upkeep.learn(partition, other), StoreHandler.ignoring());
  }

  @Override
  public boolean hasHints() {
    return reads.hasHints();
  }

  private <T> StoreHandler<T> onLoop(StoreHandler<T> handler) {
    return new LoopHandlers.Single<>(threads, handler);
  }

  private void submit(StoreWrite write, RefusalHandler refused) {
    Refusal refusal = threads.write(write);
    if (refusal != null) {
      refused.onRefused(refusal);
    }
  }

  /** Reads, on a reader's thread, and says what the loop is to do then. */
  private <T> Runnable answerOf(Function<StoreReads, T> reading, StoreHandler<T> handler) {
    try {
      T found = reading.apply(reads);
      return () -> handler.onDone(found);
    } catch (DamagedRecordException e) {
      setAside(e);
      return refuse(handler, Refusal.Reason.RECORD_DAMAGED, e);
    } catch (StorageException e) {
      return refuse(handler, Refusal.Reason.STORAGE_FAILED, e);
    } catch (RuntimeException | Error bug) {
      threads.onBug(bug);
      return refuse(handler, Refusal.Reason.STORAGE_FAILED, bug);
    }
  }

  /** On a reader's thread: what is damaged is taken out of the store, to be mended. */
  private void setAside(DamagedRecordException damage) {
    Area area = damage.area();
    Place place = damage.place();
    if (area != null && place != null) {
      Refusal refusal =
          threads.write(
              new StoreWrite.Exclusive<>(
                  upkeep -> upkeep.setAside(area, place), StoreHandler.ignoring()));
      if (refusal != null) {
        // Met again by the next read, or by the scrub.
        return;
      }
    }
  }

  private static Runnable refuse(
      StoreHandler<?> handler, Refusal.Reason reason, Throwable failure) {
    Refusal refusal = new Refusal(reason, String.valueOf(failure.getMessage()));
    return () -> handler.onRefused(refusal);
  }

  /** Who is told that a write is not even taken. */
  private interface RefusalHandler {
    void onRefused(Refusal refusal);
  }

  /** What becomes of a merge: one of these is called, once. */
  public interface MergeHandler {
    /**
     * The merged state is as durable as configured.
     *
     * @param sealed whether the partition is sealed here: it was taken as by a future owner (rule
     *     H2)
     */
    void onMerged(boolean sealed);

    /**
     * It is merged, but this node counts as no owner for now: it had sealed the partition for a
     * hand-over that did not come about (rule H2).
     */
    default void onMergedApart() {
      onMerged(true);
    }

    /**
     * Nothing has changed: the partition has other owners here, or others to come (rule Q5). A
     * refusal to those who do not tell it from one.
     */
    default void onSeenOtherwise() {
      onRefused(SEEN_OTHERWISE);
    }

    /**
     * Nothing has changed: the partition is sealed and this node no future owner (rule H2). A
     * refusal to those who do not tell it from one.
     */
    default void onSealed() {
      onRefused(SEALED);
    }

    /**
     * Nothing has changed: the state is of an older generation, and its key is absent here, or was
     * begun or compacted since (rule D3).
     */
    void onBehind(Generation present);

    /** Nothing has changed. */
    void onRefused(Refusal refusal);
  }

  /**
   * What becomes of a put: {@code onTooManySiblings}, {@code onSeenOtherwise}, {@code onSealed} or
   * {@code onRefused}, or {@code onPrepared} and then {@code onStored} or {@code onRefused}.
   */
  public interface PutHandler {
    /**
     * The version has its dot and the new state is known; it may be sent to other replicas although
     * it is not yet stored here (rule V5 allows it). If it never gets stored its dot stays burned.
     *
     * @param state with the new version, or with the one that the put is a retry of (rule V10)
     * @param generation of the partition under which it is formed (rule D4)
     */
    void onPrepared(Siblings state, Generation generation);

    /**
     * The prepared state is as durable as configured.
     *
     * @param sealed whether the partition is sealed here: this node counts as a future owner only
     *     (rule H2)
     */
    void onStored(boolean sealed);

    /**
     * It is stored, but this node counts as no owner for now: it had sealed the partition for a
     * hand-over that did not come about (rule H2).
     */
    default void onStoredApart() {
      onStored(true);
    }

    /**
     * Nothing has changed: the partition has other owners here, or others to come (rule Q5). A
     * refusal to those who do not tell it from one.
     */
    default void onSeenOtherwise() {
      onRefused(SEEN_OTHERWISE);
    }

    /**
     * Nothing has changed: the partition is sealed and this node no future owner (rule H2). A
     * refusal to those who do not tell it from one.
     */
    default void onSealed() {
      onRefused(SEALED);
    }

    /** The key is at its bound and the put would not shrink it (rule V11). Nothing has changed. */
    void onTooManySiblings(Siblings stored);

    /** Nothing is stored here. */
    void onRefused(Refusal refusal);
  }
}
