package io.dynamo.server.data;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to a node's store. It takes everything that waits, within a bound, as
 * one batch: one sync makes all of it durable (group commit). What waits is bounded too; over that
 * a write is refused at once. Methods may be called from any thread.
 *
 * @param <W> one write
 */
public final class StoreWriter<W> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreWriter.class);

  private final WriteQueue<W> queue;
  private final Batches<W> batches;
  private final int batchWrites;
  private final long batchBytes;
  private final Thread thread;

  /** What becomes of batches. Called by the writer's thread alone. */
  public interface Batches<W> {
    /**
     * Does the batch and completes each of its writes; the world's errors are among what it tells.
     */
    void apply(List<W> batch);

    /**
     * Refuses each write of a batch whose {@link #apply} ended by a bug; some of them may have been
     * completed before. The node is no longer sound.
     */
    void onBug(List<W> batch, Throwable bug);
  }

  /** How much may wait, and how much is done in one go. */
  public record Bounds(int queueWrites, long queueBytes, int batchWrites, long batchBytes) {
    public Bounds {
      if (queueWrites < 1 || queueBytes < 1 || batchWrites < 1 || batchBytes < 1) {
        throw new IllegalArgumentException(
            "bounds must be positive, were "
                + queueWrites
                + ", "
                + queueBytes
                + ", "
                + batchWrites
                + ", "
                + batchBytes);
      }
    }
  }

  private StoreWriter(Batches<W> batches, Bounds bounds) {
    this.queue = new WriteQueue<>(bounds.queueWrites(), bounds.queueBytes());
    this.batches = batches;
    this.batchWrites = bounds.batchWrites();
    this.batchBytes = bounds.batchBytes();
    this.thread = new Thread(this::run, "dynamo-writer");
  }

  /** A writer whose thread runs. */
  public static <W> StoreWriter<W> start(Batches<W> batches, Bounds bounds) {
    StoreWriter<W> writer = new StoreWriter<>(batches, bounds);
    writer.thread.start();
    return writer;
  }

  /** Has the write done, in its turn, unless it is refused. */
  Admission submit(W write, long bytes) {
    return queue.offer(write, bytes);
  }

  /** How many writes wait. */
  public int waiting() {
    return queue.size();
  }

  /**
   * Takes nothing more, and returns when all that was accepted is done and the thread has ended.
   * Not for the writer's own thread.
   */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (true) {
      List<W> batch = queue.take(batchWrites, batchBytes);
      if (batch.isEmpty()) {
        return;
      }
      try {
        batches.apply(batch);
      } catch (RuntimeException | Error bug) {
        log.error("a batch of {} writes ended by a bug; its writes are refused", batch.size(), bug);
        refuse(batch, bug);
      }
    }
  }

  /** The thread goes on whatever happens: what waits must be ended too. */
  private void refuse(List<W> batch, Throwable bug) {
    try {
      batches.onBug(batch, bug);
    } catch (RuntimeException | Error second) {
      log.error("the writes of that batch could not be refused", second);
    }
  }
}
