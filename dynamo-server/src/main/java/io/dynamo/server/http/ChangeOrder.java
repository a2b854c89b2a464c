package io.dynamo.server.http;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import org.jspecify.annotations.Nullable;

/** What an operator wants to be changed in the membership (Dynamo §4.8.1). */
public sealed interface ChangeOrder {
  /** A node is to be admitted. */
  record Join(Newcomer newcomer) implements ChangeOrder {}

  /** A member is to give away what it keeps, and to go. */
  record Leave(NodeId node) implements ChangeOrder {}

  /** A dead member is to be given up. */
  record Remove(NodeId node) implements ChangeOrder {}

  /** A dead member is to be given up, and another node is to take its place. */
  record Replace(NodeId dead, Newcomer by) implements ChangeOrder {}

  /** A member is to have another weight. */
  record Weight(NodeId node, int weight) implements ChangeOrder {}

  /** A member is to stand in another zone. */
  record Zone(NodeId node, String zone) implements ChangeOrder {}

  /** A change is to be taken back. */
  record Cancel(EventId event) implements ChangeOrder {}

  /**
   * A node that is no member yet, as far as the operator describes it; the rest it tells itself
   * while it waits.
   *
   * @param host where its peers reach it, or null if it is to be found among those that wait
   * @param peerPort 0 without a host
   * @param zone null if it was not said
   * @param weight 0 if it was not said
   */
  record Newcomer(
      NodeId node, @Nullable String host, int peerPort, @Nullable String zone, int weight) {}
}
