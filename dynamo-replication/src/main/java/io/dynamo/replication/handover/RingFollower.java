package io.dynamo.replication.handover;

import io.dynamo.api.node.Events;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.StoreHandler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the store follow each new ring: until it has, writes under the new one are not taken (rule
 * Q5). What the disk refuses is tried again until it is done; of several rings that come meanwhile
 * only the last one matters. Confined to the home loop.
 */
public final class RingFollower {
  private static final long RETRY_NANOS = 500_000_000L;

  private final LocalStore store;
  private final Scheduler scheduler;
  private final Events events;
  private final Consumer<Ring> onFollowed;
  private @Nullable Ring wanted;
  private boolean busy;

  /**
   * A follower of no ring yet.
   *
   * @param onFollowed is told of each ring that the store has followed
   */
  public RingFollower(
      LocalStore store, Scheduler scheduler, Events events, Consumer<Ring> onFollowed) {
    this.store = store;
    this.scheduler = scheduler;
    this.events = events;
    this.onFollowed = onFollowed;
  }

  /** The node's history has this ring now, durably. */
  public void onRing(Ring now) {
    wanted = now;
    follow();
  }

  private void follow() {
    Ring next = wanted;
    if (busy || next == null) {
      return;
    }
    busy = true;
    wanted = null;
    store.upkeep(
        upkeep -> upkeep.handing().follow(next),
        StoreHandler.of(
            ring -> {
              busy = false;
              onFollowed.accept(ring);
              follow();
            },
            refusal -> {
              events.membershipProgress(
                  "the store does not know of the owners of now yet: " + refusal.brief());
              wanted = wanted == null ? next : wanted;
              scheduler.schedule(
                  RETRY_NANOS,
                  () -> {
                    busy = false;
                    follow();
                  });
            }));
  }
}
