package io.dynamo.server.http;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.TreeRoot;
import io.dynamo.api.versioning.Siblings;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cluster as this node sees it. */
public interface ClusterInspector {
  /** The ring of now, or null until the node has a history. May be asked from any thread. */
  @Nullable Ring ring();

  /**
   * Asks every node of the key's preference list what it holds.
   *
   * @param answer is called once, on the loop of the caller; with null if there is no ring yet
   */
  void explain(Key key, Consumer<@Nullable Explanation> answer);

  /** Where a key is, and who holds what of it; in the order of the preference list. */
  record Explanation(Position position, int partition, List<Held> replicas) {
    /** Whether all owners have answered with the same root of the partition (Dynamo §4.7). */
    boolean treesAgree() {
      TreeSet<String> sums = new TreeSet<>();
      for (Held held : replicas) {
        TreeRoot root = held.root();
        if (held.owner()) {
          sums.add(root == null ? "none" : root.sum().toString());
        }
      }
      return sums.size() == 1 && !sums.contains("none");
    }
  }

  /**
   * One node's part.
   *
   * @param state of an owner its record, of a fallback its hint; null if it did not answer
   * @param root of its hash tree of the partition, and whether that is whole; null if it is no
   *     owner or did not answer
   * @param failure why it did not; null if it did
   */
  record Held(
      NodeId node,
      boolean owner,
      @Nullable Siblings state,
      @Nullable TreeRoot root,
      @Nullable String failure) {}
}
