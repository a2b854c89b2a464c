package io.dynamo.server.http;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One node, for people.
 *
 * @param cluster null until the node has formed or joined one
 * @param state a word: {@code forming}, {@code ready}, {@code stopping}
 * @param engine the short name of its storage engine
 */
public record NodeDescription(
    NodeId node,
    String clusterName,
    @Nullable ClusterId cluster,
    String state,
    String host,
    int httpPort,
    int clientPort,
    int peerPort,
    String engine,
    String version) {}
