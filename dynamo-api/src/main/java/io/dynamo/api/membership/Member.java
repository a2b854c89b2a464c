package io.dynamo.api.membership;

import io.dynamo.api.NodeId;

/**
 * One node as the history knows it.
 *
 * @param host name or address at which its peers reach it
 * @param peerPort the port of the replica protocol, 1 to 65535
 * @param zone the rack, room or data centre; copies of a key go to different ones where there are
 *     enough. Empty if none was named: all nodes without one count as in one zone.
 * @param weight its capacity relative to the others, 1 to {@value #MAX_WEIGHT}
 */
public record Member(NodeId id, String host, int peerPort, String zone, int weight)
    implements Comparable<Member> {
  /** The greatest weight. */
  public static final int MAX_WEIGHT = 1000;

  public Member {
    if (host.isEmpty() || host.length() > 255) {
      throw new IllegalArgumentException(
          id + ": host must be 1..255 characters, was " + host.length());
    }
    if (peerPort < 1 || peerPort > 65_535) {
      throw new IllegalArgumentException(id + ": port must be 1..65535, was " + peerPort);
    }
    if (zone.length() > 64) {
      throw new IllegalArgumentException(
          id + ": zone must be at most 64 characters, was " + zone.length());
    }
    if (weight < 1 || weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          id + ": weight must be 1.." + MAX_WEIGHT + ", was " + weight);
    }
  }

  /** The same node with another capacity. */
  public Member withWeight(int other) {
    return new Member(id, host, peerPort, zone, other);
  }

  /** The same node in another zone. */
  public Member withZone(String other) {
    return new Member(id, host, peerPort, other, weight);
  }

  /** The same node at another address. */
  public Member withAddress(String otherHost, int otherPort) {
    return new Member(id, otherHost, otherPort, zone, weight);
  }

  /** By name. */
  @Override
  public int compareTo(Member other) {
    return id.compareTo(other.id);
  }

  /** As in {@code dynamo.cluster.initial-members}: {@code n1=host:port/zone*weight}. */
  @Override
  public String toString() {
    String address = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return id
        + "="
        + address
        + ":"
        + peerPort
        + (zone.isEmpty() ? "" : "/" + zone)
        + (weight == 1 ? "" : "*" + weight);
  }
}
