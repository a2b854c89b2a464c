package io.dynamo.simulation.cluster;

import io.dynamo.testkit.time.Chance;
import java.util.List;

/**
 * How large a simulated cluster is.
 *
 * @param size how many nodes form it, at least N
 * @param spares how many more may join it later
 */
public record ClusterShape(int size, int spares, Quorums quorums) {
  private static final int MOST_SPARES = 4;

  /** Most clusters run with the first; each of the others is seldom. */
  private static final List<Quorums> OTHERS =
      List.of(
          new Quorums(3, 1, 3), new Quorums(3, 2, 1), new Quorums(5, 3, 3), new Quorums(5, 2, 4));

  /**
   * N, R and W of the cluster.
   *
   * @param replicas N
   * @param read R
   * @param write W
   */
  public record Quorums(int replicas, int read, int write) {
    /** The paper's. */
    public static final Quorums COMMON = new Quorums(3, 2, 2);

    /** Of three replicas, with the least R that meets this W. */
    public static Quorums writing(int write) {
      return new Quorums(3, 4 - write, write);
    }

    /** Whether any R of the owners have one of any W among them. */
    public boolean meet() {
      return read + write > replicas;
    }
  }

  public ClusterShape {
    if (size < quorums.replicas() || spares < 0) {
      throw new IllegalArgumentException(
          "a cluster for "
              + quorums
              + " needs at least N nodes, was "
              + size
              + " and "
              + spares
              + " spares");
    }
  }

  /** One that does not grow. */
  public static ClusterShape of(int size) {
    return new ClusterShape(size, 0, Quorums.COMMON);
  }

  /** One of these quorums. */
  public static ClusterShape draw(Chance chance, Quorums quorums) {
    int more = Math.min(chance.below(7), chance.below(7));
    return new ClusterShape(quorums.replicas() + more, 1 + chance.below(MOST_SPARES), quorums);
  }

  /** Mostly the paper's. */
  public static Quorums drawQuorums(Chance chance) {
    return chance.below(10) < 6 ? Quorums.COMMON : chance.oneOf(OTHERS);
  }
}
