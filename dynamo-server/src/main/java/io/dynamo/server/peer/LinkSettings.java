package io.dynamo.server.peer;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Scheduler;
import io.dynamo.protocol.PeerCodec;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all links of one event loop share. */
record LinkSettings(
    Context context,
    Scheduler scheduler,
    NetClient client,
    PeerIdentity identity,
    Function<NodeId, @Nullable SocketAddress> addresses,
    PeerCodec codec,
    LinkWatcher watcher,
    TransportLimits limits) {
  Vertx vertx() {
    return context.owner();
  }
}
