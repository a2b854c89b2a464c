package io.dynamo.protocol;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.Replier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node answers to a client. Arrays are shared, not copied. */
public sealed interface ClientReply {
  /** Of the ring by which it was answered; 0 while the node has none. */
  long ringDigest();

  /**
   * All values of the key.
   *
   * @param context null if the key was never written
   * @param values empty if there is nothing, or it is deleted; more than one are siblings
   * @param repliers whose answers are in it, the fastest first
   */
  record Values(
      byte @Nullable [] context, List<byte[]> values, List<Replier> repliers, long ringDigest)
      implements ClientReply {
    public Values {
      values = List.copyOf(values);
      repliers = List.copyOf(repliers);
    }
  }

  /**
   * The put or delete is done.
   *
   * @param context null if there are siblings that the writer has not seen (rule V9)
   * @param siblings how many versions the key has now
   * @param repliers who has it, the coordinator first
   */
  record Stored(byte @Nullable [] context, int siblings, List<Replier> repliers, long ringDigest)
      implements ClientReply {
    public Stored {
      repliers = List.copyOf(repliers);
    }
  }

  /**
   * Node and cluster.
   *
   * @param cluster null while the node belongs to none
   * @param members in the order of their names
   * @param maxValueBytes the longest value that is taken
   */
  record Info(
      String clusterName,
      @Nullable ClusterId cluster,
      NodeId node,
      List<Member> members,
      long maxValueBytes,
      long ringDigest)
      implements ClientReply {
    public Info {
      members = List.copyOf(members);
    }
  }

  /** A node of the cluster, as clients see it; zone and weight as in the membership's history. */
  record Member(NodeId id, String zone, int weight) {}

  /**
   * It was not done, or may not have been.
   *
   * @param message for people
   * @param needed how many replicas had to answer; of {@link Code#UNAVAILABLE}, {@link
   *     Code#QUORUM_IMPOSSIBLE} and {@link Code#UNKNOWN_OUTCOME}
   * @param answered how many did; how many members there are of {@link Code#QUORUM_IMPOSSIBLE}
   * @param siblings how many there are; of {@link Code#TOO_MANY_SIBLINGS}
   * @param context covers them all; of {@link Code#TOO_MANY_SIBLINGS}, else null
   */
  record Failed(
      Code code,
      String message,
      int needed,
      int answered,
      int siblings,
      byte @Nullable [] context,
      long ringDigest)
      implements ClientReply {
    /** A failure with nothing but its code. */
    public static Failed of(Code code, String message, long ringDigest) {
      return new Failed(code, message, 0, 0, 0, null, ringDigest);
    }

    /** A failure for want of replicas. */
    public static Failed quorum(
        Code code, String message, int needed, int answered, long ringDigest) {
      return new Failed(code, message, needed, answered, 0, null, ringDigest);
    }

    /** A put refused at the bound of siblings (rule V11). */
    public static Failed tooManySiblings(
        String message, int siblings, byte[] context, long ringDigest) {
      return new Failed(Code.TOO_MANY_SIBLINGS, message, 0, 0, siblings, context, ringDigest);
    }
  }

  /** What went wrong. */
  enum Code {
    EMPTY_KEY,
    KEY_TOO_LONG,
    VALUE_TOO_LARGE,
    /** Damaged, forged, or of another key or cluster (rule V8). */
    BAD_CONTEXT,
    /** More replicas are wished than a key has, or a number is negative. */
    BAD_QUORUM,
    /** Anything else that makes no sense. */
    BAD_REQUEST,
    /** Nothing was written: the client must get and merge first (rule V11). */
    TOO_MANY_SIBLINGS,
    /** Nothing was written, or not enough could be read: too few replicas answered. */
    UNAVAILABLE,
    /** The cluster has fewer members than the request needs. */
    QUORUM_IMPOSSIBLE,
    /** The node has too much to do; nothing was done. */
    OVERLOADED,
    DISK_FULL,
    /** The put may have happened, or may yet (rule Q6). */
    UNKNOWN_OUTCOME,
    /** The node is starting or stopping. */
    NOT_READY,
    STORAGE_FAILED,
    /** The node does not know this kind of request. */
    NOT_UNDERSTOOD,
    /** A failure for which this version has no name. */
    OTHER
  }
}
