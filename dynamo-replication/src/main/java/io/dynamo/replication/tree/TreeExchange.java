package io.dynamo.replication.tree;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.replication.store.StoreHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One partition compared with one other owner whose root differs (Dynamo §4.7): descends where sums
 * differ, {@value #FAN_OUT} parts at a time, down to leaves; looks at each of these again a little
 * later, for a difference may be a write that is under way; and mends those that still differ.
 * Afterwards both have what either had. Lives on the home loop.
 */
public final class TreeExchange {
  /** After so long the writes that were under way have arrived. */
  static final long SETTLE_NANOS = 250_000_000;

  static final int FAN_OUT = 16;

  private final AntiEntropyPorts ports;
  private final NodeId owner;
  private final Partition partition;
  private final long ownersDigest;
  private final boolean twice;
  private final Direction direction;
  private final Window mending;
  private final Consumer<Ending> done;
  private final ArrayDeque<Range> toCompare = new ArrayDeque<>();
  private final List<Integer> suspected = new ArrayList<>();
  private final List<Integer> toMend = new ArrayList<>();
  private int unmended;
  private int mended;
  private long bytes;
  private String untaken = "";
  private String ungiven = "";
  private boolean ended;

  private record Range(int first, int leaves) {}

  /**
   * How it ended.
   *
   * @param mended how many keys were sent or taken
   * @param bytes of their values
   * @param untaken why this node may not have all that the other had; empty if it has
   * @param ungiven why the other may not have all that this node had
   */
  public record Ending(int mended, long bytes, String untaken, String ungiven) {}

  /**
   * An exchange that has not begun.
   *
   * @param twice whether leaves are looked at a second time before anything is done; not where this
   *     node has lost its store, and wants everything
   * @param mending the leaves that are mended at the same time, of all exchanges of the node
   */
  public TreeExchange(
      AntiEntropyPorts ports,
      NodeId owner,
      Partition partition,
      long ownersDigest,
      boolean twice,
      Direction direction,
      Window mending,
      Consumer<Ending> done) {
    this.ports = ports;
    this.owner = owner;
    this.partition = partition;
    this.ownersDigest = ownersDigest;
    this.twice = twice;
    this.direction = direction;
    this.mending = mending;
    this.done = done;
  }

  /** Begins. */
  public void start() {
    toCompare.add(new Range(partition.firstLeaf(), partition.leaves()));
    descend();
  }

  private void descend() {
    Range range = toCompare.poll();
    if (range == null) {
      onLeavesFound();
      return;
    }
    int parts = parts(range.leaves());
    if (parts == 1 && range.leaves() > 1) {
      int even = range.leaves() - Math.max(1, range.leaves() % FAN_OUT);
      toCompare.add(new Range(range.first(), even));
      toCompare.add(new Range(range.first() + even, range.leaves() - even));
      descend();
      return;
    }
    compare(range, parts, differing -> onDiffering(range, parts, differing));
  }

  /** As many equal parts as there can be, at most the fan-out; 1 if it cannot be divided so. */
  private static int parts(int leaves) {
    for (int parts = Math.min(FAN_OUT, leaves); parts > 1; parts--) {
      if (leaves % parts == 0) {
        return parts;
      }
    }
    return 1;
  }

  private void onDiffering(Range range, int parts, List<Integer> differing) {
    int each = range.leaves() / parts;
    for (int part : differing) {
      int first = range.first() + part * each;
      if (each == 1) {
        suspected.add(first);
      } else {
        toCompare.add(new Range(first, each));
      }
    }
    descend();
  }

  private void onLeavesFound() {
    if (twice && !suspected.isEmpty()) {
      ports.scheduler().schedule(SETTLE_NANOS, () -> lookAgain(0));
    } else {
      toMend.addAll(suspected);
      mend();
    }
  }

  private void lookAgain(int next) {
    if (next == suspected.size()) {
      mend();
      return;
    }
    int leaf = suspected.get(next);
    compare(
        new Range(leaf, 1),
        1,
        differing -> {
          if (!differing.isEmpty()) {
            toMend.add(leaf);
          }
          lookAgain(next + 1);
        });
  }

  /** Tells which of the parts differ between here and there. */
  private void compare(Range range, int parts, Consumer<List<Integer>> result) {
    ports
        .transport()
        .send(
            owner,
            new PeerRequest.TreeSums(range.first(), range.leaves(), parts),
            AntiEntropyPorts.TIMEOUT_NANOS,
            new Transport.ReplyHandler() {
              @Override
              public void onReply(PeerReply reply) {
                if (reply instanceof PeerReply.Sums sums && sums.sums().size() == parts) {
                  compareWith(sums.sums(), range, result);
                } else {
                  fail(reply.brief());
                }
              }

              @Override
              public void onFailure(Transport.Failure failure) {
                fail(failure.toString());
              }
            });
  }

  private void compareWith(List<HashSum> theirs, Range range, Consumer<List<Integer>> result) {
    ports
        .store()
        .upkeep(
            upkeep -> upkeep.sums(range.first(), range.leaves(), theirs.size()),
            StoreHandler.of(
                ours -> {
                  List<Integer> differing = new ArrayList<>();
                  for (int part = 0; part < ours.size(); part++) {
                    if (!ours.get(part).equals(theirs.get(part))) {
                      differing.add(part);
                    }
                  }
                  result.accept(differing);
                },
                refusal -> fail(refusal.detail())));
  }

  private void mend() {
    unmended = toMend.size();
    if (unmended == 0) {
      end();
    }
    for (int leaf : toMend) {
      mending.enter(() -> mend(leaf));
    }
  }

  private void mend(int leaf) {
    if (ended) {
      mending.leave();
    } else {
      new LeafMending(ports, owner, partition, ownersDigest, leaf, direction, this::onMended)
          .start();
    }
  }

  /** One leaf is done; the next one waits for as long as the foreground wants. */
  private void onMended(LeafMending.Ending leaf) {
    mended += leaf.keys();
    bytes += leaf.bytes();
    unmended--;
    long pause = ports.pace().pauseNanos("anti-entropy", leaf.workedNanos());
    ports.scheduler().schedule(pause, mending::leave);
    untaken = leaf.untaken().isEmpty() ? untaken : leaf.untaken();
    ungiven = leaf.ungiven().isEmpty() ? ungiven : leaf.ungiven();
    if (unmended == 0) {
      end();
    }
  }

  private void fail(String reason) {
    untaken = reason;
    end();
  }

  private void end() {
    if (!ended) {
      ended = true;
      done.accept(new Ending(mended, bytes, untaken, ungiven));
    }
  }
}
