package io.dynamo.server.frontend;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.protocol.ClientReply;
import io.dynamo.protocol.ClientReply.Code;
import io.dynamo.protocol.ClientRequest;
import io.dynamo.server.clientport.ClientRequestHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients' port over {@link KeyValues}: turns messages into requests and results into replies.
 */
public final class KeyValueRequestHandler implements ClientRequestHandler {
  private final KeyValues keyValues;
  private final NodeId self;
  private final String clusterName;
  private final long maxValueBytes;
  private final Supplier<@Nullable Ring> ring;

  /**
   * A handler of one loop.
   *
   * @param clusterName as configured
   * @param ring of now; null until the node has a history
   */
  public KeyValueRequestHandler(
      KeyValues keyValues,
      NodeId self,
      String clusterName,
      long maxValueBytes,
      Supplier<@Nullable Ring> ring) {
    this.keyValues = keyValues;
    this.self = self;
    this.clusterName = clusterName;
    this.maxValueBytes = maxValueBytes;
    this.ring = ring;
  }

  @Override
  public void handle(ClientRequest request, Consumer<ClientReply> reply) {
    if (request instanceof ClientRequest.Get get) {
      keyValues.get(
          new GetRequest(get.key(), wish(get.quorum())), result -> reply.accept(reply(result)));
    } else if (request instanceof ClientRequest.Put put) {
      keyValues.put(
          new PutRequest(
              put.key(),
              put.context(),
              put.tombstone(),
              put.value(),
              put.requestId(),
              wish(put.quorum())),
          result -> reply.accept(reply(result)));
    } else {
      reply.accept(info());
    }
  }

  private static QuorumWish wish(ClientRequest.QuorumWish wish) {
    return new QuorumWish(wish.replies(), wish.owners(), wish.sloppy(), wish.timeoutNanos());
  }

  /** javac writes no type annotations of a compact constructor's parameters into class files. */
  @SuppressWarnings("NullAway")
  private ClientReply reply(KeyValueResult result) {
    if (result instanceof KeyValueResult.Values values) {
      return new ClientReply.Values(
          values.context(), values.values(), values.repliers(), ringDigest());
    } else if (result instanceof KeyValueResult.Stored stored) {
      return new ClientReply.Stored(
          stored.context(), stored.siblings(), stored.repliers(), ringDigest());
    } else if (result instanceof KeyValueResult.Failed failed) {
      return failed(failed);
    }
    throw new IllegalStateException("unknown result " + result);
  }

  private ClientReply failed(KeyValueResult.Failed failed) {
    SortedMap<String, Long> numbers = failed.numbers();
    boolean impossible = failed.failure() == Failure.QUORUM_IMPOSSIBLE;
    return new ClientReply.Failed(
        code(failed.failure()),
        failed.message(),
        numbers.getOrDefault("needed", 0L).intValue(),
        numbers.getOrDefault(impossible ? "members" : "answered", 0L).intValue(),
        numbers.getOrDefault("siblings", 0L).intValue(),
        failed.context(),
        ringDigest());
  }

  private static Code code(Failure failure) {
    return switch (failure) {
      case EMPTY_KEY -> Code.EMPTY_KEY;
      case KEY_TOO_LONG -> Code.KEY_TOO_LONG;
      case VALUE_TOO_LARGE -> Code.VALUE_TOO_LARGE;
      case BAD_QUORUM -> Code.BAD_QUORUM;
      case BAD_TIMEOUT, BAD_REQUEST_ID -> Code.BAD_REQUEST;
      case CONTEXT_DAMAGED, CONTEXT_FORGED, CONTEXT_OTHER_KEY, CONTEXT_OTHER_CLUSTER ->
          Code.BAD_CONTEXT;
      case NOT_READY -> Code.NOT_READY;
      case OVERLOADED -> Code.OVERLOADED;
      case QUORUM_IMPOSSIBLE -> Code.QUORUM_IMPOSSIBLE;
      case QUORUM_NOT_REACHED -> Code.UNAVAILABLE;
      case UNKNOWN_OUTCOME -> Code.UNKNOWN_OUTCOME;
      case TOO_MANY_SIBLINGS -> Code.TOO_MANY_SIBLINGS;
      case DISK_FULL -> Code.DISK_FULL;
      case STORAGE_FAILED -> Code.STORAGE_FAILED;
      case REFUSED -> Code.OTHER;
    };
  }

  private ClientReply info() {
    Ring now = ring.get();
    List<ClientReply.Member> members = new ArrayList<>();
    if (now != null) {
      for (Member member : now.history().members()) {
        members.add(new ClientReply.Member(member.id(), member.zone(), member.weight()));
      }
    }
    return new ClientReply.Info(
        clusterName,
        now == null ? null : now.history().clusterId(),
        self,
        members,
        maxValueBytes,
        ringDigest());
  }

  private long ringDigest() {
    Ring now = ring.get();
    return now == null ? 0 : now.digest();
  }
}
