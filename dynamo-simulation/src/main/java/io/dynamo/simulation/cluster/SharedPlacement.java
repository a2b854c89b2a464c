package io.dynamo.simulation.cluster;

import io.dynamo.api.HashSum;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A placement that is computed once for all nodes of a simulated cluster that have the same
 * history: it is a pure function of that (rule M3), and half of the time of a run otherwise.
 */
final class SharedPlacement implements Partitioning {
  private static final int KEPT = 64;

  private final Partitioning partitioning;
  private final LinkedHashMap<Key, Ring> rings = new LinkedHashMap<>();

  /** A history, and how much of it is folded. */
  private record Key(HashSum digest, int events) {}

  SharedPlacement(Partitioning partitioning) {
    this.partitioning = partitioning;
  }

  @Override
  public Ring place(MembershipHistory history) {
    Key key = new Key(history.digest(), history.events().size());
    Ring known = rings.get(key);
    if (known == null) {
      known = partitioning.place(history);
      rings.put(key, known);
      if (rings.size() > KEPT) {
        rings.remove(rings.keySet().iterator().next());
      }
    }
    return known;
  }

  @Override
  public List<Move> plan(MembershipHistory history, MembershipEvent.Change change) {
    return partitioning.plan(history, change);
  }

  @Override
  public Checkpoint checkpoint(MembershipHistory history) {
    return partitioning.checkpoint(history);
  }
}
