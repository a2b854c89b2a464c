package io.dynamo.simulation.check;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.Replier;
import io.dynamo.simulation.cluster.Health;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.node.SimulatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an owner that counts as whole may not answer (rule Q2): nothing, where it has acknowledged a
 * put, be its disk destroyed since. A get that counts A owners and a put that counted B have one in
 * common if A + B &gt; N. Either its disk still has the put, or it is whole because it was compared
 * with N-W+1 whole owners, or with all: with one of the put's W, which had it for the same reasons,
 * as long as one of their disks has it all the time.
 *
 * <p>Keys that somebody tried to delete are left out, and owners whose disk was ever an older copy:
 * nobody can tell that at once if nobody answers its start (rule V5). So are puts during which an
 * owner lost its disk: its acknowledgement may be older than the loss, those of the others younger
 * than what it was compared with.
 */
final class WholeAnswers {
  private final SimulatedCluster cluster;
  private final TreeSet<Key> deleted = new TreeSet<>();
  private final TreeMap<Key, List<Acknowledged>> puts = new TreeMap<>();

  /** A put and the owners that had it when its client was told. */
  private record Acknowledged(String write, long fromNanos, long untilNanos, Set<NodeId> owners) {}

  WholeAnswers(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /** Somebody tries to delete this. */
  void onDelete(Key key) {
    deleted.add(key);
    puts.remove(key);
  }

  /** A put has ended now. */
  void onStored(String write, Key key, long fromNanos, List<Replier> repliers) {
    Set<NodeId> owners = owners(repliers);
    if (!deleted.contains(key) && owners.size() >= settings().writeQuorum()) {
      puts.computeIfAbsent(key, created -> new ArrayList<>())
          .add(new Acknowledged(write, fromNanos, cluster.time().nanos(), owners));
    }
  }

  /** A get has ended now. */
  void onAnswered(Key key, long fromNanos, GetOutcome.Answered answered) {
    int counted = owners(answered.repliers()).size();
    for (Acknowledged put : puts.getOrDefault(key, List.of())) {
      if (put.untilNanos() < fromNanos
          && put.owners().size() + counted > settings().replicas()
          && isKept(key, put)) {
        cluster.counters().add("checked (a): get by whole owners of what they acknowledged");
        if (answered.state().live().isEmpty()) {
          cluster
              .violations()
              .add(
                  'a',
                  "nothing is under %s, say whole owners %s, but %s acknowledged %s"
                      .formatted(key, answered.repliers(), put.owners(), put.write()));
        }
        return;
      }
    }
  }

  /** Whether one disk has it since then, and no loss of another leaves a doubt. */
  private boolean isKept(Key key, Acknowledged put) {
    TreeSet<NodeId> kept = new TreeSet<>(put.owners());
    List<NodeId> all = cluster.owners(key).stream().map(SimulatedNode::id).toList();
    for (Health.Loss loss : cluster.health().losses()) {
      if (all.contains(loss.node())) {
        boolean during = loss.atNanos() >= put.fromNanos() && loss.atNanos() <= put.untilNanos();
        if (during || loss.isOfCopy()) {
          return false;
        }
        if (loss.atNanos() >= put.fromNanos()) {
          kept.remove(loss.node());
        }
      }
    }
    return !kept.isEmpty();
  }

  private static Set<NodeId> owners(List<Replier> repliers) {
    TreeSet<NodeId> owners = new TreeSet<>();
    for (Replier replier : repliers) {
      if (replier.owner()) {
        owners.add(replier.node());
      }
    }
    return owners;
  }

  private ClusterSettings settings() {
    return cluster.ring().history().settings();
  }
}
