package io.dynamo.simulation.check;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.request.Replier;
import io.dynamo.simulation.cluster.Health;
import io.dynamo.simulation.cluster.SimulatedCluster;
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
 * <p>If the partition has moved between the two, or moves during one of them, the owners of both
 * are not those of one set, and cannot be counted from outside. Then only a put and a get are
 * judged that no fallback stood in for and that asked for no less than the cluster's own W and R,
 * where these meet: by rule H4 each of them counted so many in one set of owners, and what was
 * acknowledged in the one set is in every later one. A loss of any disk since the put leaves a
 * doubt then.
 *
 * <p>Keys that somebody tried to delete are left out, and owners whose disk was ever an older copy:
 * nobody can tell that at once if nobody answers its start (rule V5). So are puts during which an
 * owner lost its disk: its acknowledgement may be older than the loss, those of the others younger
 * than what it was compared with. And so are puts that a node acknowledged that was given up: its
 * removal stood for its comparison, and for its seal.
 */
final class WholeAnswers {
  private final SimulatedCluster cluster;
  private final TreeSet<Key> deleted = new TreeSet<>();
  private final TreeMap<Key, List<Acknowledged>> puts = new TreeMap<>();

  /**
   * A put when it began.
   *
   * @param view of the partition then, as in {@link #view}
   */
  record Begun(PutCommand command, long nanos, long view) {}

  /**
   * A put and the owners that had it when its client was told.
   *
   * @param view of the partition all the time, or {@link #MOVING}
   * @param met whether it counted W in one set of owners, whichever that is
   */
  private record Acknowledged(
      String write, long fromNanos, long untilNanos, Set<NodeId> owners, long view, boolean met) {}

  /** In place of a digest. */
  private static final long MOVING = 0;

  WholeAnswers(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /** Somebody tries to delete this. */
  void onDelete(Key key) {
    deleted.add(key);
    puts.remove(key);
  }

  /** A put begins now. */
  Begun begin(PutCommand command) {
    return new Begun(command, cluster.time().nanos(), view(command.key()));
  }

  private long view(Key key) {
    Partition partition = cluster.partition(key);
    return partition.isMoving() ? MOVING : partition.digest();
  }

  /** A put has ended now. */
  void onStored(String write, Begun begun, List<Replier> repliers) {
    Key key = begun.command().key();
    Set<NodeId> owners = owners(repliers);
    if (!deleted.contains(key) && owners.size() >= settings().writeQuorum()) {
      long view = view(key) == begun.view() ? begun.view() : MOVING;
      Quorum quorum = begun.command().quorum();
      boolean met = isMet(quorum, settings().writeQuorum(), repliers);
      puts.computeIfAbsent(key, created -> new ArrayList<>())
          .add(new Acknowledged(write, begun.nanos(), cluster.time().nanos(), owners, view, met));
    }
  }

  private static boolean isMet(Quorum quorum, int own, List<Replier> repliers) {
    return (quorum.replies() == 0 || quorum.replies() >= own)
        && repliers.stream().allMatch(Replier::owner);
  }

  /** A get has ended now. */
  void onAnswered(GetCommand command, long fromNanos, GetOutcome.Answered answered) {
    Key key = command.key();
    for (Acknowledged put : puts.getOrDefault(key, List.of())) {
      if (put.untilNanos() < fromNanos && meet(put, command, answered)) {
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

  /** Whether somebody whom the get counted must have what the put's owners had. */
  private boolean meet(Acknowledged put, GetCommand command, GetOutcome.Answered answered) {
    if (put.view() != MOVING && put.view() == view(command.key())) {
      return put.owners().size() + owners(answered.repliers()).size() > settings().replicas()
          && isKept(command.key(), put);
    }
    boolean meets =
        put.met()
            && isMet(command.quorum(), settings().readQuorum(), answered.repliers())
            && cluster.shape().quorums().meet()
            && cluster.health().losses().stream()
                .noneMatch(loss -> loss.atNanos() >= put.fromNanos());
    if (meets) {
      cluster.counters().add("checked (a): get of what was acknowledged before a move");
    }
    return meets;
  }

  /** Whether one disk has it since then, and no loss of another leaves a doubt. */
  private boolean isKept(Key key, Acknowledged put) {
    TreeSet<NodeId> kept = new TreeSet<>(put.owners());
    List<NodeId> all = cluster.partition(key).owners();
    for (Health.Loss loss : cluster.health().losses()) {
      if (all.contains(loss.node())) {
        boolean during = loss.atNanos() >= put.fromNanos() && loss.atNanos() <= put.untilNanos();
        if (during || loss.isOfCopy() || cluster.health().isGivenUp(loss.node())) {
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
