package io.dynamo.server.node;

import io.dynamo.api.node.Events;
import io.dynamo.api.storage.StorageException;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.StoreWrite;
import io.dynamo.replication.store.Stores;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.data.EngineReaders;
import io.dynamo.server.data.ForegroundLatency;
import io.dynamo.server.data.LoopThreads;
import io.dynamo.server.data.StoreBatches;
import io.dynamo.server.data.StoreWriter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** An open store with its writer and its readers: what a node has from ready to stopped. */
final class Serving {
  private final NodeStorage storage;
  private final Actors actors;
  private final Stores stores;
  private final EngineReaders readers;
  private final StoreWriter<StoreWrite> writer;
  private final Consumer<Throwable> unsound;
  private final ForegroundLatency foreground = new ForegroundLatency(System::nanoTime);

  /**
   * Starts the threads.
   *
   * @param unsound is told of bugs that met a batch or a read, on any thread
   */
  Serving(
      NodeConfig.Storage config,
      NodeStorage storage,
      Actors actors,
      Stores stores,
      Events events,
      MeterRegistry metrics,
      Consumer<Throwable> unsound) {
    this.storage = storage;
    this.actors = actors;
    this.stores = stores;
    this.unsound = unsound;
    this.readers = new EngineReaders(config.readers(), config.readerQueue());
    this.writer =
        StoreWriter.start(
            new StoreBatches(batch -> apply(stores, batch, events), unsound),
            new StoreWriter.Bounds(
                config.writerQueue(),
                config.writerQueueBytes(),
                config.batchWrites(),
                config.batchBytes()));
    Gauge.builder("dynamo.store.writes.waiting", writer, StoreWriter::waiting)
        .description("Writes that wait for the store's writer")
        .register(metrics);
    Gauge.builder("dynamo.store.reads.waiting", readers, EngineReaders::waiting)
        .description("Reads that wait for a thread")
        .register(metrics);
    Gauge.builder("dynamo.store.writable", stores, open -> open.isWritable() ? 1 : 0)
        .description("1 while the store takes writes")
        .register(metrics);
    Gauge.builder("dynamo.partitions.whole", stores, open -> open.partitions().whole())
        .description("Partitions whose answers count for reads")
        .register(metrics);
    Gauge.builder("dynamo.hints", stores, open -> open.hints().hintCount())
        .description("Hints that this node keeps for owners that were away")
        .register(metrics);
    Gauge.builder("dynamo.hints.bytes", stores, open -> open.hints().hintBytes())
        .description("The bytes of those hints")
        .baseUnit("bytes")
        .register(metrics);
  }

  private static void apply(Stores stores, List<StoreWrite> batch, Events events) {
    long start = System.nanoTime();
    int stored = stores.apply(batch);
    if (stored > 0) {
      events.batchCommitted(stored, System.nanoTime() - start);
    }
  }

  /** The store as the requests of this loop see it: how long they wait is measured. */
  LocalStore on(Context loop) {
    return on(loop, foreground::record);
  }

  /** The store as background work on this loop sees it. */
  LocalStore inBackground(Context loop) {
    return on(loop, nanos -> {});
  }

  /** How long requests wait for the store. */
  ForegroundLatency foreground() {
    return foreground;
  }

  private LocalStore on(Context loop, LongConsumer readNanos) {
    return new LocalStore(
        stores,
        new LoopThreads(
            readers, writer, task -> loop.runOnContext(turn -> task.run()), unsound, readNanos));
  }

  /**
   * Finishes what was accepted, makes it durable, and leaves the mark of a clean stop, in this
   * order.
   *
   * @throws io.dynamo.api.storage.StorageException if that failed: the next start is an unclean one
   */
  void close() {
    writer.close();
    readers.close();
    if (!stores.isWritable()) {
      storage.abandon();
      throw new StorageException(
          "the store had stopped writing before: the next start is an unclean one");
    }
    try {
      stores.stop();
    } catch (RuntimeException e) {
      storage.abandon();
      throw e;
    }
    storage.closeCleanly(actors::markCleanStop);
  }
}
