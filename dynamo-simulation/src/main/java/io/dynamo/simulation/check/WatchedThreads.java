package io.dynamo.simulation.check;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.StoreHandler;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.StoreWrite;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.node.StoreBounds;
import org.jspecify.annotations.Nullable;

/** Sees the writes of one life of a node: how many wait, and which dots they make. */
final class WatchedThreads implements StoreThreads {
  private static final int MOST_WAITING =
      StoreBounds.SMALL.waitingWrites() + StoreBounds.SMALL.batchWrites();

  private final StoreThreads threads;
  private final NodeId node;
  private final SimulatedCluster cluster;
  private final MadeDots dots;
  private final Watching.LastMade lastMade;
  private final Watching.Overloads overloads;
  private int waiting;

  WatchedThreads(
      StoreThreads threads,
      NodeId node,
      SimulatedCluster cluster,
      MadeDots dots,
      Watching.LastMade lastMade,
      Watching.Overloads overloads) {
    this.threads = threads;
    this.node = node;
    this.cluster = cluster;
    this.dots = dots;
    this.lastMade = lastMade;
    this.overloads = overloads;
  }

  @Override
  public @Nullable Refusal read(Runnable task) {
    return noted(threads.read(task));
  }

  @Override
  public @Nullable Refusal write(StoreWrite write) {
    waiting++;
    Refusal refusal = threads.write(watched(write));
    if (refusal != null) {
      waiting--;
      return noted(refusal);
    }
    cluster.counters().highest("most writes waiting", waiting);
    if (waiting > MOST_WAITING) {
      cluster
          .violations()
          .add('g', node + " has " + waiting + " writes waiting, the most is " + MOST_WAITING);
    }
    return null;
  }

  private @Nullable Refusal noted(@Nullable Refusal refusal) {
    if (refusal != null && refusal.reason() == Refusal.Reason.OVERLOADED) {
      cluster.counters().add("overloaded");
      overloads.lastNanos = cluster.time().nanos();
    }
    return refusal;
  }

  @Override
  public void onLoop(Runnable task) {
    threads.onLoop(task);
  }

  @Override
  public void onBug(Throwable bug) {
    threads.onBug(bug);
  }

  private StoreWrite watched(StoreWrite write) {
    if (write instanceof StoreWrite.Put put) {
      return new StoreWrite.Put(put.put(), new WatchedPut(put));
    } else if (write instanceof StoreWrite.Merge merge) {
      return new StoreWrite.Merge(
          merge.area(),
          merge.key(),
          merge.position(),
          merge.state(),
          merge.stamp(),
          new WatchedMerge(merge.handler()));
    } else if (write instanceof StoreWrite.RemoveHint remove) {
      return new StoreWrite.RemoveHint(
          remove.key(), remove.position(), remove.delivered(), new Watched<>(remove.handler()));
    }
    return watchedAlone((StoreWrite.Exclusive<?>) write);
  }

  private <T> StoreWrite watchedAlone(StoreWrite.Exclusive<T> write) {
    return new StoreWrite.Exclusive<>(write.work(), new Watched<>(write.handler()));
  }

  private final class Watched<T> implements StoreHandler<T> {
    private final StoreHandler<T> handler;

    Watched(StoreHandler<T> handler) {
      this.handler = handler;
    }

    @Override
    public void onDone(T result) {
      waiting--;
      handler.onDone(result);
    }

    @Override
    public void onRefused(Refusal refusal) {
      waiting--;
      handler.onRefused(refusal);
    }
  }

  private final class WatchedMerge implements LocalStore.MergeHandler {
    private final LocalStore.MergeHandler handler;

    WatchedMerge(LocalStore.MergeHandler handler) {
      this.handler = handler;
    }

    @Override
    public void onMergedApart() {
      waiting--;
      handler.onMergedApart();
    }

    @Override
    public void onMerged(boolean sealed) {
      waiting--;
      handler.onMerged(sealed);
    }

    @Override
    public void onSeenOtherwise() {
      waiting--;
      handler.onSeenOtherwise();
    }

    @Override
    public void onSealed() {
      waiting--;
      handler.onSealed();
    }

    @Override
    public void onBehind(Generation present) {
      waiting--;
      handler.onBehind(present);
    }

    @Override
    public void onRefused(Refusal refusal) {
      waiting--;
      handler.onRefused(refusal);
    }
  }

  private final class WatchedPut implements LocalStore.PutHandler {
    private final StoreWrite.Put write;

    WatchedPut(StoreWrite.Put write) {
      this.write = write;
    }

    @Override
    public void onPrepared(Siblings state, Generation generation) {
      Version made = lastMade.version;
      if (made != null && state.versions().contains(made)) {
        lastMade.version = null;
        String what = made.tombstone() ? "a delete" : Integer.toHexString(made.checksum());
        dots.onMade(node, made.dot(), write.key() + " " + what);
      }
      write.handler().onPrepared(state, generation);
    }

    @Override
    public void onStoredApart() {
      waiting--;
      write.handler().onStoredApart();
    }

    @Override
    public void onStored(boolean sealed) {
      waiting--;
      write.handler().onStored(sealed);
    }

    @Override
    public void onSeenOtherwise() {
      waiting--;
      write.handler().onSeenOtherwise();
    }

    @Override
    public void onSealed() {
      waiting--;
      write.handler().onSealed();
    }

    @Override
    public void onTooManySiblings(Siblings stored) {
      waiting--;
      write.handler().onTooManySiblings(stored);
    }

    @Override
    public void onRefused(Refusal refusal) {
      waiting--;
      write.handler().onRefused(refusal);
    }
  }
}
