package io.dynamo.bench.figures;

import io.dynamo.api.ByteWriter;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Checkpoint;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.ring.EvenTokens;
import io.dynamo.ring.RandomTokens;
import java.util.ArrayList;
import java.util.List;

/** The three strategies of the paper (Dynamo §6.2), for clusters of 30 equal nodes and N = 3. */
enum Strategy {
  /** Random tokens cut the ranges; they are drawn as finely as a ring can be cut. */
  ONE("1: random tokens", 65_536),
  /**
   * Random tokens, and many more equal partitions than there are tokens, but for the last sizes.
   */
  TWO("2: random tokens, equal partitions", 8_192),
  /** As many equal partitions as tokens. */
  THREE("3: equal partitions, Q/S tokens", 0);

  static final int NODES = 30;
  static final int REPLICAS = 3;

  private final String title;
  private final int partitions;

  Strategy(String title, int partitions) {
    this.title = title;
    this.partitions = partitions;
  }

  String title() {
    return title;
  }

  /** Whether chance decides where tokens stand, so that their places must be known, too. */
  boolean isRandom() {
    return this != THREE;
  }

  /**
   * A ring of this strategy.
   *
   * @param bytes how large its membership data is
   */
  record Placed(Ring ring, int bytes) {}

  /**
   * Places a cluster.
   *
   * @param tokens in all, about; of strategy 3 a power of two
   * @param cluster which one: each has other random tokens
   */
  Placed place(int tokens, int cluster) {
    int each = Math.max(1, tokens / NODES);
    Partitioning partitioning =
        switch (this) {
          case ONE -> RandomTokens.cuttingRanges(each);
          case TWO -> RandomTokens.onEvenPartitions(each);
          case THREE -> new EvenTokens();
        };
    ClusterSettings settings =
        new ClusterSettings(
            "figure-" + cluster,
            isRandom() ? partitions : tokens,
            REPLICAS,
            2,
            2,
            name(),
            "any",
            LeafLoad.LEAF_BITS);
    List<Member> members = new ArrayList<>();
    for (int i = 10; i < 10 + NODES; i++) {
      members.add(new Member(new NodeId("n" + i), "127.0.0.1", 1000 + i, "", 1));
    }
    MembershipEvent.Create create = new MembershipEvent.Create(settings, members, null);
    MembershipHistory history =
        new MembershipHistory(EventFormat.clusterId(create), List.of(create));
    List<Checkpoint.Token> placed = partitioning.checkpoint(history).tokens();
    return new Placed(partitioning.place(history), bytes(placed));
  }

  /**
   * What every node must know, encoded: the number of the node that has each token, one byte for up
   * to 128 nodes, and of random tokens also how far each is from the one before.
   */
  private int bytes(List<Checkpoint.Token> tokens) {
    ByteWriter writer = new ByteWriter(4 * tokens.size());
    int last = 0;
    for (Checkpoint.Token token : tokens) {
      if (isRandom()) {
        writer.varint(token.token() - last);
        last = token.token();
      }
      writer.varint(Integer.parseInt(token.node().value().substring(1)));
    }
    return writer.toBytes().length;
  }
}
