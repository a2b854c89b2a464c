package io.dynamo.replication.handover;

import io.dynamo.api.node.Events;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Refusal;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.StoreHandler;
import org.jspecify.annotations.Nullable;

/**
 * Has the store follow each new ring: until it has, writes under the new one are not taken (rule
 * Q5). What the store refuses is tried again until it is done; of several rings that come meanwhile
 * only the last one matters. Confined to the home loop.
 */
public final class RingFollower {
  private static final long RETRY_NANOS = 50_000_000L;

  private final LocalStore store;
  private final Scheduler scheduler;
  private final Events events;
  private @Nullable Wanted wanted;
  private boolean busy;
  private boolean refused;

  private record Wanted(Ring ring, Runnable followed) {}

  /** A follower of no ring yet. */
  public RingFollower(LocalStore store, Scheduler scheduler, Events events) {
    this.store = store;
    this.scheduler = scheduler;
    this.events = events;
  }

  /**
   * The node's history has this ring now, durably.
   *
   * @param followed runs when the store has followed it; never if another came before that
   */
  public void onRing(Ring now, Runnable followed) {
    wanted = new Wanted(now, followed);
    follow();
  }

  private void follow() {
    Wanted next = wanted;
    if (busy || next == null) {
      return;
    }
    busy = true;
    wanted = null;
    store.upkeep(
        upkeep -> upkeep.handing().follow(next.ring()),
        StoreHandler.of(
            ring -> {
              busy = false;
              refused = false;
              next.followed().run();
              follow();
            },
            refusal -> onRefused(next, refusal)));
  }

  private void onRefused(Wanted next, Refusal refusal) {
    if (!refused) {
      refused = true;
      events.membershipProgress(
          "the store cannot follow the owners of now, and is asked again: " + refusal.brief());
    }
    wanted = wanted == null ? next : wanted;
    scheduler.schedule(
        RETRY_NANOS,
        () -> {
          busy = false;
          follow();
        });
  }
}
