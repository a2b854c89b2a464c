package io.dynamo.bench.figures;

import io.dynamo.api.Key;
import io.dynamo.api.KeyHash;
import io.dynamo.api.NodeId;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.ring.Md5KeyHash;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** How many requests go to each leaf of the ring, whoever keeps it. */
final class LeafLoad {
  static final int LEAF_BITS = 16;

  private static final KeyHash HASH = new Md5KeyHash();

  private final double[] requests = new double[1 << LEAF_BITS];

  /**
   * Every key is asked for equally often.
   *
   * @param set which keys: each set has others
   */
  static LeafLoad uniform(int keys, int set) {
    LeafLoad load = new LeafLoad();
    for (int i = 0; i < keys; i++) {
      load.add(leaf(set, i), 1);
    }
    return load;
  }

  /** The key of rank r is asked for in proportion to r to the power of -exponent. */
  static LeafLoad zipfian(int keys, double exponent, int set) {
    LeafLoad load = new LeafLoad();
    for (int i = 0; i < keys; i++) {
      load.add(leaf(set, i), Math.pow(i + 1, -exponent));
    }
    return load;
  }

  /**
   * So many customers, each with a key of its own, some of them far busier than others: the
   * requests of each are drawn from a Pareto distribution with this exponent, between 1 and a most.
   */
  static LeafLoad ofCustomers(int customers, double exponent, double most, RandomGenerator random) {
    LeafLoad load = new LeafLoad();
    for (int i = 0; i < customers; i++) {
      double requests = Math.pow(1 - random.nextDouble(), -1 / exponent);
      load.add(random.nextInt(1 << LEAF_BITS), Math.floor(Math.min(requests, most)));
    }
    return load;
  }

  private static int leaf(int set, int key) {
    return HASH.position(Key.of(set + ":" + key)).leaf(LEAF_BITS);
  }

  private void add(int leaf, double more) {
    requests[leaf] += more;
  }

  /** The load of each node, if each owner of a key gets an equal part of its requests. */
  double[] ofNodes(Ring ring) {
    TreeMap<NodeId, Double> loads = new TreeMap<>();
    ring.history().members().forEach(member -> loads.put(member.id(), 0.0));
    for (Partition partition : ring.partitions()) {
      double sum = 0;
      for (int i = 0; i < partition.leaves(); i++) {
        sum += requests[partition.firstLeaf() + i];
      }
      for (NodeId owner : partition.owners()) {
        loads.merge(owner, sum / partition.owners().size(), Double::sum);
      }
    }
    return loads.values().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
