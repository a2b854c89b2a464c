package io.dynamo.replication.background;

import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.replication.store.StoreThreads;
import io.dynamo.replication.store.Stores;
import java.util.function.Consumer;

/** What is broken in each node of a {@link SmallCluster}; nothing without an override. */
interface Mutant {
  /** Breaks nothing. */
  Mutant NONE = new Mutant() {};

  default StoreThreads threads(StoreThreads threads, Stores stores) {
    return threads;
  }

  /** Answers another node. */
  default void answer(SmallCluster.Node node, PeerRequest request, Consumer<PeerReply> reply) {
    node.answer(request, reply);
  }
}
