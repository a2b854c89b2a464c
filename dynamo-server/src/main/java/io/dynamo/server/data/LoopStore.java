package io.dynamo.server.data;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.DamagedRecordException;
import io.dynamo.replication.store.Done;
import io.dynamo.replication.store.Hint;
import io.dynamo.replication.store.LocalPut;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.replication.store.StoreWrite;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's store as one event loop sees it: reads go to the pool of readers, writes to the one
 * writer, and every answer comes back on the loop. What cannot be taken is refused at once, before
 * the call returns. Used by its loop alone; readers and writer are shared by all loops.
 */
public final class LoopStore implements LocalStore {
  private static final Logger log = LoggerFactory.getLogger(LoopStore.class);

  private final Reads reads;
  private final EngineReaders readers;
  private final StoreWriter<StoreWrite> writer;
  private final Executor loop;
  private final Consumer<Throwable> unsound;

  /** Reads what is stored; blocks, and may be called by many threads at the same time. */
  public interface Reads {
    /**
     * All that is stored under the key; {@link Siblings#NONE} if nothing.
     *
     * @throws StorageException if it cannot be read or is damaged
     */
    Siblings read(Area area, Key key, Position position);

    /** A page of hints; see {@link LocalStore#hints}. */
    List<Hint> hints(@Nullable Hint after, int limit);

    /** Whether there is any hint; does not block. */
    boolean hasHints();
  }

  /**
   * The store of one loop.
   *
   * @param loop runs a task later on the loop; must take tasks for as long as writes are under way
   * @param unsound is told of a bug that ended a read, on a reader's thread
   */
  public LoopStore(
      Reads reads,
      EngineReaders readers,
      StoreWriter<StoreWrite> writer,
      Executor loop,
      Consumer<Throwable> unsound) {
    this.reads = reads;
    this.readers = readers;
    this.writer = writer;
    this.loop = loop;
    this.unsound = unsound;
  }

  @Override
  public void read(Area area, Key key, Position position, StoreHandler<Siblings> handler) {
    ask(() -> reads.read(area, key, position), handler);
  }

  @Override
  public void put(LocalPut put, PutHandler handler) {
    submit(new StoreWrite.Put(put, new LoopHandlers.Put(loop, handler)), handler::onRefused);
  }

  @Override
  public void merge(
      Area area, Key key, Position position, Siblings state, StoreHandler<Done> handler) {
    submit(
        new StoreWrite.Merge(area, key, position, state, new LoopHandlers.Single<>(loop, handler)),
        handler::onRefused);
  }

  @Override
  public void removeHint(
      Key key, Position position, Siblings delivered, StoreHandler<Done> handler) {
    submit(
        new StoreWrite.RemoveHint(
            key, position, delivered, new LoopHandlers.Single<>(loop, handler)),
        handler::onRefused);
  }

  @Override
  public void hints(@Nullable Hint after, int limit, StoreHandler<List<Hint>> handler) {
    ask(() -> reads.hints(after, limit), handler);
  }

  @Override
  public boolean hasHints() {
    return reads.hasHints();
  }

  private void submit(StoreWrite write, Consumer<Refusal> refused) {
    Admission admission = writer.submit(write, write.bytes());
    if (admission != Admission.ACCEPTED) {
      refused.accept(refusal(admission, "writes"));
    }
  }

  private <T> void ask(Supplier<T> reading, StoreHandler<T> handler) {
    Admission admission = readers.submit(() -> loop.execute(answerOf(reading, handler)));
    if (admission != Admission.ACCEPTED) {
      handler.onRefused(refusal(admission, "reads"));
    }
  }

  /** Reads, on a reader's thread, and says what the loop is to do then. */
  private <T> Runnable answerOf(Supplier<T> reading, StoreHandler<T> handler) {
    try {
      T found = reading.get();
      return () -> handler.onDone(found);
    } catch (DamagedRecordException e) {
      return refuse(handler, Refusal.Reason.RECORD_DAMAGED, e);
    } catch (StorageException e) {
      return refuse(handler, Refusal.Reason.STORAGE_FAILED, e);
    } catch (RuntimeException | Error bug) {
      log.error("a read ended by a bug", bug);
      unsound.accept(bug);
      return refuse(handler, Refusal.Reason.STORAGE_FAILED, bug);
    }
  }

  private static Runnable refuse(
      StoreHandler<?> handler, Refusal.Reason reason, Throwable failure) {
    Refusal refusal = new Refusal(reason, String.valueOf(failure.getMessage()));
    return () -> handler.onRefused(refusal);
  }

  private static Refusal refusal(Admission admission, String what) {
    return admission == Admission.FULL
        ? new Refusal(Refusal.Reason.OVERLOADED, "too many " + what + " wait for the disk already")
        : new Refusal(Refusal.Reason.NOT_READY, "this node is stopping");
  }
}
