package io.dynamo.client;

import java.time.Duration;
import java.util.List;

/**
 * How a client works.
 *
 * @param nodes the client ports it may use, at least one; any node serves any key
 * @param connectionsPerNode 1 to 64
 * @param maxInFlight how many requests may be under way; over that one fails at once as {@link
 *     Failure.Kind#OVERLOADED}
 * @param timeout how long one request may take, all its tries together; 1 ms to 60 s
 * @param updateAttempts how often {@link DynamoClient#update} tries at most
 * @param maxValueBytes the longest value that a node may answer with; a longer answer breaks its
 *     connection
 */
public record ClientOptions(
    List<NodeAddress> nodes,
    int connectionsPerNode,
    int maxInFlight,
    Duration timeout,
    int updateAttempts,
    int maxValueBytes) {

  public ClientOptions {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a client needs the address of at least one node");
    }
    check("connectionsPerNode", connectionsPerNode, 1, 64);
    check("maxInFlight", maxInFlight, 1, 1_000_000);
    check("timeout in milliseconds", timeout.toMillis(), 1, 60_000);
    check("updateAttempts", updateAttempts, 1, 1000);
    check("maxValueBytes", maxValueBytes, 1, 256 << 20);
  }

  /** The defaults: 2 connections a node, 4,096 in flight, 5 s, 10 attempts. */
  public static ClientOptions of(NodeAddress... nodes) {
    return new ClientOptions(List.of(nodes), 2, 4096, Duration.ofSeconds(5), 10, 256 << 20);
  }

  public ClientOptions withConnectionsPerNode(int connections) {
    return new ClientOptions(
        nodes, connections, maxInFlight, timeout, updateAttempts, maxValueBytes);
  }

  public ClientOptions withMaxInFlight(int requests) {
    return new ClientOptions(
        nodes, connectionsPerNode, requests, timeout, updateAttempts, maxValueBytes);
  }

  public ClientOptions withTimeout(Duration duration) {
    return new ClientOptions(
        nodes, connectionsPerNode, maxInFlight, duration, updateAttempts, maxValueBytes);
  }

  public ClientOptions withUpdateAttempts(int attempts) {
    return new ClientOptions(
        nodes, connectionsPerNode, maxInFlight, timeout, attempts, maxValueBytes);
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + ".." + most + ", was " + value);
    }
  }
}
