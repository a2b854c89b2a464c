package io.dynamo.replication.store;

import io.dynamo.api.NodeId;
import io.dynamo.api.partitioning.Partition;
import java.util.ArrayList;
import java.util.List;

/**
 * What this node, a future owner of a partition, has done for its move (section H).
 *
 * @param view {@link Partition#digest} under which it was done; under another one it counts for
 *     nothing (rule H5)
 * @param filled whether it has taken what a whole present owner had
 * @param provenTo the sealed owners to which it has proven that it holds what they hold (rule H3)
 * @param enough whether they are so many that every acknowledged write is among what was proven
 * @param successors the future owners under that view
 * @param lost whether it has lost something under that view: what it acknowledged as a future owner
 *     may be gone, and nothing but a comparison as an owner brings it back for sure (rule Q2)
 */
public record Taking(
    long view,
    boolean filled,
    List<NodeId> provenTo,
    boolean enough,
    List<NodeId> successors,
    boolean lost) {
  public Taking {
    provenTo = List.copyOf(provenTo);
    successors = List.copyOf(successors);
  }

  /** Of a node that has done nothing under this view yet. */
  static Taking begun(Partition now) {
    return new Taking(now.digest(), false, List.of(), false, now.futureOwners(), false);
  }

  Taking losing() {
    return new Taking(view, false, List.of(), false, successors, true);
  }

  Taking whenFilled() {
    return new Taking(view, true, provenTo, enough, successors, lost);
  }

  Taking provenTo(NodeId owner, boolean nowEnough) {
    List<NodeId> all = new ArrayList<>(provenTo);
    if (!all.contains(owner)) {
      all.add(owner);
    }
    return new Taking(view, filled, all, !lost && (enough || nowEnough), successors, lost);
  }
}
