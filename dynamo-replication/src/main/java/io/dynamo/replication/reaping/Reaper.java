package io.dynamo.replication.reaping;

import io.dynamo.api.membership.Member;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.Place;
import io.dynamo.replication.store.ReapingCandidate;
import io.dynamo.replication.store.ScanPage;
import io.dynamo.replication.store.StoreHandler;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the partitions of which this node is the first owner and reaps what is older than
 * the grace (rule D2): tombstones, and entries of retired actors (rule V7). Age alone reaps
 * nothing: each page of the walk is a {@link ReapingRound}, which needs every member. Confined to
 * the home loop.
 */
public final class Reaper {
  private final ReaperPorts ports;
  private final Supplier<Ring> ring;
  private final long graceMillis;
  private final long intervalNanos;
  private final ArrayDeque<Partition> toWalk = new ArrayDeque<>();
  private boolean stopped;

  /**
   * A reaper that has not begun.
   *
   * @param graceMillis what is younger is left alone
   * @param intervalNanos from the end of one walk to the beginning of the next
   */
  public Reaper(ReaperPorts ports, Supplier<Ring> ring, long graceMillis, long intervalNanos) {
    this.ports = ports;
    this.ring = ring;
    this.graceMillis = graceMillis;
    this.intervalNanos = intervalNanos;
  }

  /** Begins the first walk after an interval. */
  public void start() {
    ports.scheduler().schedule(intervalNanos, this::walk);
  }

  /** Begins nothing more; what is under way ends by itself. */
  public void stop() {
    stopped = true;
  }

  private void walk() {
    for (Partition partition : ring.get().ownedBy(ports.self())) {
      if (partition.owners().get(0).equals(ports.self())) {
        toWalk.add(partition);
      }
    }
    next();
  }

  private void next() {
    Partition partition = stopped ? null : toWalk.poll();
    if (partition != null) {
      read(partition, null);
    } else if (!stopped) {
      start();
    }
  }

  private void read(Partition partition, @Nullable Place after) {
    long startNanos = ports.scheduler().nanoTime();
    long before = ports.scheduler().wallMillis() - graceMillis;
    ports
        .store()
        .ask(
            stores -> stores.reapable(partition, before, after),
            StoreHandler.of(
                page -> onPage(partition, page, ports.scheduler().nanoTime() - startNanos),
                refusal -> {
                  ports.events().reapingBlocked(partition.index(), ports.self(), refusal.detail());
                  ports.scheduler().schedule(0, this::next);
                }));
  }

  private void onPage(Partition partition, ScanPage<ReapingCandidate> page, long workedNanos) {
    for (Place damaged : page.damaged()) {
      ports
          .store()
          .upkeep(upkeep -> upkeep.setAside(Area.RECORDS, damaged), StoreHandler.ignoring());
    }
    Runnable goOn = page.more() ? () -> read(partition, page.last()) : this::next;
    Runnable later =
        () -> ports.scheduler().schedule(ports.pace().pauseNanos("reaping", workedNanos), goOn);
    reap(partition, page.found(), later);
  }

  /** A member that seems down cannot raise its generation: nothing is begun without it. */
  private void reap(Partition partition, List<ReapingCandidate> lot, Runnable done) {
    if (lot.isEmpty()) {
      done.run();
      return;
    }
    Ring now = ring.get();
    if (now.partitions().get(partition.index()).digest() != partition.digest()
        || partition.isMoving()) {
      ports
          .events()
          .reapingBlocked(partition.index(), ports.self(), "the partition moves to other owners");
      done.run();
      return;
    }
    for (Member member : now.history().members()) {
      if (!member.id().equals(ports.self()) && !ports.detector().isUp(member.id())) {
        ports.events().reapingBlocked(partition.index(), member.id(), "is down");
        done.run();
        return;
      }
    }
    new ReapingRound(ports, now, partition, lot, done).start();
  }
}
