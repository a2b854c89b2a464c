package io.dynamo.server.node;

import io.dynamo.api.KeyHash;
import io.dynamo.api.node.Events;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.protocol.PeerCodec;
import io.dynamo.server.config.NodeConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What all request loops of a node share. */
record LoopParts(
    NodeConfig config,
    LoopBounds bounds,
    NodeState state,
    Home home,
    NodeStorage storage,
    KeyHash keyHash,
    Versioning versioning,
    PeerCodec peerCodec,
    NodeDetector detector,
    Events events,
    PrometheusMeterRegistry metrics) {}
