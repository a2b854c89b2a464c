package io.dynamo.server.data;

import io.dynamo.api.Key;
import io.dynamo.api.Position;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.replication.store.DamagedRecordException;
import io.dynamo.replication.store.LocalPut;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.StoreWrite;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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
  @FunctionalInterface
  public interface Reads {
    /**
     * All that is stored under the key; {@link Siblings#NONE} if nothing.
     *
     * @throws StorageException if it cannot be read or is damaged
     */
    Siblings read(Key key, Position position);
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
  public void read(Key key, Position position, ReadHandler handler) {
    Admission admission = readers.submit(() -> loop.execute(answerOf(key, position, handler)));
    if (admission != Admission.ACCEPTED) {
      handler.onRefused(refusal(admission, "reads"));
    }
  }

  @Override
  public void put(LocalPut put, PutHandler handler) {
    submit(new StoreWrite.Put(put, new LoopHandlers.Put(loop, handler)), handler::onRefused);
  }

  @Override
  public void merge(Key key, Position position, Siblings state, MergeHandler handler) {
    submit(
        new StoreWrite.Merge(key, position, state, new LoopHandlers.Merge(loop, handler)),
        handler::onRefused);
  }

  private void submit(StoreWrite write, Consumer<Refusal> refused) {
    Admission admission = writer.submit(write, write.bytes());
    if (admission != Admission.ACCEPTED) {
      refused.accept(refusal(admission, "writes"));
    }
  }

  /** Reads, on a reader's thread, and says what the loop is to do then. */
  private Runnable answerOf(Key key, Position position, ReadHandler handler) {
    try {
      Siblings state = reads.read(key, position);
      return () -> handler.onState(state);
    } catch (DamagedRecordException e) {
      return refuse(handler, Refusal.Reason.RECORD_DAMAGED, e);
    } catch (StorageException e) {
      return refuse(handler, Refusal.Reason.STORAGE_FAILED, e);
    } catch (RuntimeException | Error bug) {
      log.error("a read of {} ended by a bug", key, bug);
      unsound.accept(bug);
      return refuse(handler, Refusal.Reason.STORAGE_FAILED, bug);
    }
  }

  private static Runnable refuse(ReadHandler handler, Refusal.Reason reason, Throwable failure) {
    Refusal refusal = new Refusal(reason, String.valueOf(failure.getMessage()));
    return () -> handler.onRefused(refusal);
  }

  private static Refusal refusal(Admission admission, String what) {
    return admission == Admission.FULL
        ? new Refusal(Refusal.Reason.OVERLOADED, "too many " + what + " wait for the disk already")
        : new Refusal(Refusal.Reason.NOT_READY, "this node is stopping");
  }
}
