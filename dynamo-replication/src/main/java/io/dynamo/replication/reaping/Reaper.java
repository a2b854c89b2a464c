package io.dynamo.replication.reaping;

import io.dynamo.api.membership.Member;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.replication.store.Place;
import io.dynamo.replication.store.ReapingCandidate;
import io.dynamo.replication.store.ScanPage;
import io.dynamo.replication.store.StoreHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the partitions of which this node is the first owner and reaps what is older than
 * the grace (rule D2): tombstones, and entries of retired actors (rule V7). Age alone reaps
 * nothing: each lot is a {@link ReapingRound}, which needs every member. Confined to the home loop.
 */
public final class Reaper {
  private static final int LOT = PeerRequest.Prove.MAX_ENTRIES;

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
    int replicas = ring.get().history().settings().replicas();
    for (Partition partition : ring.get().ownedBy(ports.self())) {
      if (partition.owners(replicas).get(0).equals(ports.self())) {
        toWalk.add(partition);
      }
    }
    next();
  }

  private void next() {
    Partition partition = stopped ? null : toWalk.poll();
    if (partition != null) {
      collect(partition, null, new ArrayList<>(), ports.scheduler().nanoTime());
    } else if (!stopped) {
      start();
    }
  }

  /** Reads on until there is a full lot, or the end of the partition. */
  private void collect(
      Partition partition, @Nullable Place after, List<ReapingCandidate> lot, long startNanos) {
    long before = ports.scheduler().wallMillis() - graceMillis;
    ports
        .store()
        .ask(
            stores -> stores.reapable(partition, before, after),
            StoreHandler.of(
                page -> onPage(partition, page, lot, startNanos),
                refusal -> {
                  ports.events().reapingBlocked(partition.index(), ports.self(), refusal.detail());
                  next();
                }));
  }

  private void onPage(
      Partition partition,
      ScanPage<ReapingCandidate> page,
      List<ReapingCandidate> lot,
      long startNanos) {
    lot.addAll(page.found().subList(0, Math.min(page.found().size(), LOT - lot.size())));
    long worked = ports.scheduler().nanoTime() - startNanos;
    long pause = ports.pace().pauseNanos("reaping", worked);
    boolean goOn = page.more() && lot.size() < LOT;
    ports
        .scheduler()
        .schedule(
            pause,
            () -> {
              if (goOn) {
                collect(partition, page.last(), lot, ports.scheduler().nanoTime());
              } else {
                reap(partition, lot);
              }
            });
  }

  /** A member that seems down cannot raise its generation: nothing is begun without it. */
  private void reap(Partition partition, List<ReapingCandidate> lot) {
    if (lot.isEmpty()) {
      next();
      return;
    }
    Ring now = ring.get();
    for (Member member : now.history().members()) {
      if (!member.id().equals(ports.self()) && !ports.detector().isUp(member.id())) {
        ports.events().reapingBlocked(partition.index(), member.id(), "is down");
        next();
        return;
      }
    }
    new ReapingRound(ports, now, partition, lot, this::next).start();
  }
}
