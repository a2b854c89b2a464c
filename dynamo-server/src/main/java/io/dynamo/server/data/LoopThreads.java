package io.dynamo.server.data;

import io.dynamo.api.request.Refusal;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.StoreWrite;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's readers and its writer as one event loop uses them; what they tell comes back on that
 * loop. Used by its loop alone; readers and writer are shared by all loops.
 */
public final class LoopThreads implements StoreThreads {
  private static final Logger log = LoggerFactory.getLogger(LoopThreads.class);

  private final EngineReaders readers;
  private final StoreWriter<StoreWrite> writer;
  private final Executor loop;
  private final Consumer<Throwable> unsound;
  private final LongConsumer readNanos;

  /**
   * The threads of one loop.
   *
   * @param loop runs a task later on the loop; must take tasks for as long as writes are under way
   * @param unsound is told of a bug that ended a read, on a reader's thread
   * @param readNanos is told how long each read took, its wait for a thread included; on a reader's
   *     thread
   */
  public LoopThreads(
      EngineReaders readers,
      StoreWriter<StoreWrite> writer,
      Executor loop,
      Consumer<Throwable> unsound,
      LongConsumer readNanos) {
    this.readers = readers;
    this.writer = writer;
    this.loop = loop;
    this.unsound = unsound;
    this.readNanos = readNanos;
  }

  @Override
  public @Nullable Refusal read(Runnable task) {
    long start = System.nanoTime();
    Runnable measured =
        () -> {
          task.run();
          readNanos.accept(System.nanoTime() - start);
        };
    return refusal(readers.submit(measured), "reads");
  }

  @Override
  public @Nullable Refusal write(StoreWrite write) {
    return refusal(writer.submit(write, write.bytes()), "writes");
  }

  @Override
  public void onLoop(Runnable task) {
    loop.execute(task);
  }

  @Override
  public void onBug(Throwable bug) {
    log.error("a read ended by a bug", bug);
    unsound.accept(bug);
  }

  private static @Nullable Refusal refusal(Admission admission, String what) {
    return switch (admission) {
      case ACCEPTED -> null;
      case FULL ->
          new Refusal(Refusal.Reason.OVERLOADED, "too many " + what + " wait for the disk already");
      case CLOSED -> new Refusal(Refusal.Reason.NOT_READY, "this node is stopping");
    };
  }
}
