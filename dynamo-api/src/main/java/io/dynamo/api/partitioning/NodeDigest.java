package io.dynamo.api.partitioning;

import io.dynamo.api.NodeId;
import java.util.List;

/** FNV-1a over names and numbers, on 64 bits at a time: the same on every JVM. */
final class NodeDigest {
  static final long OFFSET = 0xcbf29ce484222325L;

  private NodeDigest() {}

  static long ofAll(List<NodeId> nodes) {
    return fold(OFFSET, nodes);
  }

  /** Folds in each name and its end. */
  static long fold(long digest, List<NodeId> nodes) {
    long folded = digest;
    for (NodeId node : nodes) {
      for (int i = 0; i < node.value().length(); i++) {
        folded = fold(folded, node.value().charAt(i));
      }
      folded = fold(folded, -1);
    }
    return folded;
  }

  static long fold(long digest, long value) {
    return (digest ^ value) * 0x100000001b3L;
  }
}
