package io.dynamo.server.node;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.Refused;
import io.dynamo.server.config.NodeConfig;
import io.dynamo.server.http.NodeDescription;
import io.dynamo.server.http.NodeStatus;
import io.dynamo.server.peer.PeerIdentity;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far this node has come, and what it is to others: the one place that its loops and front ends
 * look at. Written by the home loop and by whoever starts and stops the node; read by any thread.
 */
final class NodeState implements NodeStatus, PeerIdentity {
  /** The life of a node, in this order. */
  enum Phase {
    FORMING,
    JOINING,
    READY,
    LEFT,
    STOPPING
  }

  private final NodeConfig config;
  private final List<Member> initialMembers;
  private final List<String> keyIds;
  private final long nonce;
  private final String version;
  private volatile NodeConfig.Ports ports;
  private volatile Phase phase = Phase.FORMING;
  private volatile String progress = "starting";
  private volatile @Nullable ClusterView view;
  private volatile @Nullable String failure;

  /**
   * A node that begins.
   *
   * @param keyIds of the cluster's secrets, the signing one first
   * @param nonce of this start
   */
  NodeState(
      NodeConfig config,
      List<Member> initialMembers,
      List<String> keyIds,
      long nonce,
      String version) {
    this.config = config;
    this.initialMembers = List.copyOf(initialMembers);
    this.keyIds = List.copyOf(keyIds);
    this.nonce = nonce;
    this.version = version;
    this.ports = config.ports();
  }

  long nonce() {
    return nonce;
  }

  @Nullable ClusterView view() {
    return view;
  }

  boolean isReady() {
    return phase == Phase.READY;
  }

  void onProgress(String text) {
    progress = text;
  }

  void onListening(NodeConfig.Ports bound) {
    ports = bound;
  }

  NodeConfig.Ports ports() {
    return ports;
  }

  void onView(ClusterView now) {
    view = now;
  }

  /** Goes on to this phase; never back to an earlier one. */
  synchronized void onPhase(Phase now) {
    if (now.compareTo(phase) > 0) {
      phase = now;
    }
  }

  /** The node can serve no more; the first reason stays. */
  void onFailure(String reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  /** Who belongs to the cluster: by the history, or before there is one by the configuration. */
  List<NodeId> members() {
    ClusterView now = view;
    List<Member> members = now == null ? initialMembers : now.history().members();
    return members.stream().map(Member::id).toList();
  }

  /** Where a peer listens: by the history, or before there is one by the configuration. */
  @Nullable SocketAddress address(NodeId node) {
    ClusterView now = view;
    List<Member> members = now == null ? initialMembers : now.history().members();
    for (Member member : members) {
      if (member.id().equals(node)) {
        return SocketAddress.inetSocketAddress(member.peerPort(), member.host());
      }
    }
    return null;
  }

  @Override
  public Hello hello() {
    return Hello.peer(clusterId(), config.id(), nonce, keyIds);
  }

  /**
   * Everybody with the cluster's secret is let in: a node that waits to be admitted has to ask, and
   * one that was removed has to be told so.
   */
  @Override
  public @Nullable Refused judge(Hello peer) {
    return null;
  }

  @Override
  public @Nullable Refusal judge(Hello from, PeerRequest request) {
    ClusterView now = view;
    NodeId node = from.node();
    return now == null || node == null
        ? null
        : Admittance.judge(now.history(), node, from.cluster() != null, request);
  }

  private @Nullable ClusterId clusterId() {
    ClusterView now = view;
    return now == null ? null : now.history().clusterId();
  }

  @Override
  public List<String> obstacles() {
    String failed = failure;
    if (failed != null) {
      return List.of(failed);
    }
    return switch (phase) {
      case READY -> List.of();
      case FORMING, JOINING, LEFT -> List.of(progress);
      case STOPPING -> List.of("the node is stopping");
    };
  }

  @Override
  public @Nullable String failure() {
    return failure;
  }

  @Override
  public String ringDigest() {
    ClusterView now = view;
    return now == null ? "none" : Long.toHexString(now.ring().digest());
  }

  /** The digest as a number, 0 while there is no ring. */
  long ringDigestNumber() {
    ClusterView now = view;
    return now == null ? 0 : now.ring().digest();
  }

  @Override
  public NodeDescription describe() {
    return new NodeDescription(
        config.id(),
        config.cluster().settings().name(),
        clusterId(),
        phase.name().toLowerCase(Locale.ROOT),
        config.host(),
        ports.http(),
        ports.client(),
        ports.peer(),
        config.storage().engine(),
        version);
  }
}
