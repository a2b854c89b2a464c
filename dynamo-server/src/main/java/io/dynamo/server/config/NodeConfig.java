package io.dynamo.server.config;

import io.dynamo.api.NodeId;
import io.dynamo.api.Settings;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.storage.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one node, in types. {@link ConfigLoader} makes it and has checked every
 * value against the bounds that {@code reference.conf} states.
 *
 * @param id the node's name
 * @param host the name or address to listen on
 * @param data the directory of all that it keeps; may not exist yet
 * @param eventLoops threads that serve requests, at least 1
 */
public record NodeConfig(
    NodeId id,
    String host,
    Path data,
    int eventLoops,
    Ports ports,
    Joining joining,
    Cluster cluster,
    Storage storage,
    Background background,
    Resolver resolver,
    Limits limits,
    Timeouts timeouts,
    Log log) {

  /** TCP ports; 0 takes any free one. */
  public record Ports(int http, int client, int peer) {}

  /**
   * How the node wants to be known when it joins a cluster.
   *
   * @param peerHost where other nodes reach it; null for {@code host}
   * @param peerPort and at which port; 0 for that on which it listens
   * @param zone empty for none
   * @param weight from 1
   */
  public record Joining(@Nullable String peerHost, int peerPort, String zone, int weight) {}

  /**
   * The cluster that the node belongs to.
   *
   * @param settings what is fixed when the cluster is created
   * @param partitioning the section of the chosen strategy
   * @param versioning the section of the chosen versioning
   * @param initialMembers {@code n1=host:port[/zone][*weight],...}; empty if the node joins by
   *     seeds
   * @param seeds {@code host:port} of nodes to ask
   * @param secrets may be empty, then the host is a loopback address (rule V8)
   */
  public record Cluster(
      ClusterSettings settings,
      Settings partitioning,
      Settings versioning,
      List<Member> initialMembers,
      List<String> seeds,
      Secrets secrets) {
    public Cluster {
      initialMembers = List.copyOf(initialMembers);
      seeds = List.copyOf(seeds);
    }
  }

  /**
   * The local store.
   *
   * @param engine short name of the engine
   * @param settings the engine's own section
   * @param readers threads that read
   * @param readerQueue how many reads may wait
   * @param writerQueue how many writes may wait
   * @param writerQueueBytes and how many bytes of them
   * @param batchWrites how many writes are made durable together
   * @param batchBytes and how many bytes of them
   * @param hintBytes how many bytes of hints are kept
   */
  public record Storage(
      String engine,
      Settings settings,
      Durability durability,
      int readers,
      int readerQueue,
      int writerQueue,
      long writerQueueBytes,
      int batchWrites,
      long batchBytes,
      long hintBytes) {}

  /**
   * What the node does by itself.
   *
   * @param slowRead background work shrinks while the 99th percentile of local reads is over this
   * @param tombstoneGrace tombstones are reaped when they are older
   * @param reapInterval from the end of one walk for them to the next
   * @param scrubInterval from one page of the scrub to the next at least
   */
  public record Background(
      Duration slowRead, Duration tombstoneGrace, Duration reapInterval, Duration scrubInterval) {}

  /**
   * What becomes of the versions that a get found.
   *
   * @param name short name of the resolver
   * @param settings its own section
   */
  public record Resolver(String name, Settings settings) {}

  /**
   * What the node takes on.
   *
   * @param maxValueBytes the largest value
   * @param requestsInFlight requests of HTTP and clients under way at the same time
   * @param bytesInFlight and the bytes of their values
   * @param connections open connections of HTTP and clients
   * @param peerRequests requests that wait for the answer of one other node
   * @param peerBytes bytes that wait to be sent to one other node
   */
  public record Limits(
      int maxValueBytes,
      int requestsInFlight,
      long bytesInFlight,
      int connections,
      int peerRequests,
      long peerBytes) {}

  /**
   * How long things may take.
   *
   * @param request a get or put that does not say otherwise, at most {@link #LONGEST_REQUEST}
   * @param connect connecting to another node
   * @param stop finishing what is under way at a stop
   */
  public record Timeouts(Duration request, Duration connect, Duration stop) {
    /** The longest time that any request may ask for. */
    public static final Duration LONGEST_REQUEST = Duration.ofSeconds(60);
  }

  /** How the node logs. */
  public record Log(Format format, Level level) {
    /** The form of a line. */
    public enum Format {
      TEXT,
      JSON
    }

    /** What is logged: this and everything more urgent. */
    public enum Level {
      ERROR,
      WARN,
      INFO,
      DEBUG,
      TRACE
    }
  }
}
