package io.dynamo.replication.store;

import io.dynamo.api.request.Generation;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;

/**
 * Handlers that the writer's thread calls and that pass each call on to a loop. What comes after
 * the ending call is dropped: a batch that meets a bug is refused as a whole, though some of its
 * writes may have ended.
 */
final class LoopHandlers {
  private LoopHandlers() {}

  /** For a put. */
  static final class Put implements LocalStore.PutHandler {
    private final StoreThreads threads;
    private final LocalStore.PutHandler handler;
    private boolean ended;

    Put(StoreThreads threads, LocalStore.PutHandler handler) {
      this.threads = threads;
      this.handler = handler;
    }

    @Override
    public void onPrepared(Siblings state, Generation generation) {
      if (!ended) {
        threads.onLoop(() -> handler.onPrepared(state, generation));
      }
    }

    @Override
    public void onStoredApart() {
      end(handler::onStoredApart);
    }

    @Override
    public void onStored(boolean sealed) {
      end(() -> handler.onStored(sealed));
    }

    @Override
    public void onSeenOtherwise() {
      end(handler::onSeenOtherwise);
    }

    @Override
    public void onSealed() {
      end(handler::onSealed);
    }

    @Override
    public void onTooManySiblings(Siblings stored) {
      end(() -> handler.onTooManySiblings(stored));
    }

    @Override
    public void onRefused(Refusal refusal) {
      end(() -> handler.onRefused(refusal));
    }

    private void end(Runnable ending) {
      if (!ended) {
        ended = true;
        threads.onLoop(ending);
      }
    }
  }

  /** For a merge. */
  static final class Merge implements LocalStore.MergeHandler {
    private final StoreThreads threads;
    private final LocalStore.MergeHandler handler;
    private boolean ended;

    Merge(StoreThreads threads, LocalStore.MergeHandler handler) {
      this.threads = threads;
      this.handler = handler;
    }

    @Override
    public void onMergedApart() {
      end(handler::onMergedApart);
    }

    @Override
    public void onMerged(boolean sealed) {
      end(() -> handler.onMerged(sealed));
    }

    @Override
    public void onSeenOtherwise() {
      end(handler::onSeenOtherwise);
    }

    @Override
    public void onSealed() {
      end(handler::onSealed);
    }

    @Override
    public void onBehind(Generation present) {
      end(() -> handler.onBehind(present));
    }

    @Override
    public void onRefused(Refusal refusal) {
      end(() -> handler.onRefused(refusal));
    }

    private void end(Runnable ending) {
      if (!ended) {
        ended = true;
        threads.onLoop(ending);
      }
    }
  }

  /** For what is done at once. */
  static final class Single<T> implements StoreHandler<T> {
    private final StoreThreads threads;
    private final StoreHandler<T> handler;
    private boolean ended;

    Single(StoreThreads threads, StoreHandler<T> handler) {
      this.threads = threads;
      this.handler = handler;
    }

    @Override
    public void onDone(T result) {
      end(() -> handler.onDone(result));
    }

    @Override
    public void onRefused(Refusal refusal) {
      end(() -> handler.onRefused(refusal));
    }

    private void end(Runnable ending) {
      if (!ended) {
        ended = true;
        threads.onLoop(ending);
      }
    }
  }
}
