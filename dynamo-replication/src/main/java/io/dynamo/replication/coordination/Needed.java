package io.dynamo.replication.coordination;

import io.dynamo.api.request.Quorum;

/**
 * How many must answer (rule Q1).
 *
 * @param replies distinct nodes, R or W
 * @param owners how many of them must be owners, pr or pw
 */
record Needed(int replies, int owners) {
  static Needed of(Quorum quorum, int ofCluster) {
    int replies = quorum.replies() == 0 ? ofCluster : quorum.replies();
    return new Needed(Math.max(replies, quorum.owners()), quorum.owners());
  }

  /** Whether the cluster has as many as that at all. */
  boolean isPossible(Replicas replicas) {
    return replies <= replicas.size() && owners <= replicas.owners().size();
  }
}
