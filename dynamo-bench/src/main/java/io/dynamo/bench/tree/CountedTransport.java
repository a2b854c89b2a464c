package io.dynamo.bench.tree;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.protocol.DecodeException;
import io.dynamo.protocol.PeerCodec;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Carries each message as the bytes that it has on the wire, and counts them by kind. */
final class CountedTransport implements Transport {
  private final Scheduler loop;
  private final PeerCodec codec;
  private final Frames frames = new Frames();
  private final TreeMap<NodeId, BiConsumer<PeerRequest, Consumer<PeerReply>>> nodes =
      new TreeMap<>();
  private final TreeMap<String, long[]> byKind = new TreeMap<>();
  private long firstNanos = -1;

  CountedTransport(Scheduler loop, PeerCodec codec) {
    this.loop = loop;
    this.codec = codec;
  }

  void answers(NodeId node, BiConsumer<PeerRequest, Consumer<PeerReply>> answer) {
    nodes.put(node, answer);
  }

  /** Counts from now on. */
  void reset() {
    byKind.clear();
    firstNanos = -1;
  }

  /** When the first message was sent since. */
  long firstNanos() {
    return firstNanos;
  }

  /** Messages and bytes of each kind, requests and replies. */
  Map<String, long[]> byKind() {
    return byKind;
  }

  long bytes() {
    return byKind.values().stream().mapToLong(counts -> counts[1]).sum();
  }

  @Override
  public void send(NodeId to, PeerRequest request, long timeoutNanos, ReplyHandler handler) {
    if (firstNanos < 0) {
      firstNanos = loop.nanoTime();
    }
    PeerRequest received = request(count(request.getClass(), codec.encode(1, request)));
    BiConsumer<PeerRequest, Consumer<PeerReply>> node = nodes.get(to);
    if (node == null) {
      loop.schedule(0, () -> handler.onFailure(Failure.NOT_SENT));
      return;
    }
    Consumer<PeerReply> onReply =
        reply -> {
          PeerReply back = reply(count(reply.getClass(), codec.encode(1, reply)));
          loop.schedule(0, () -> handler.onReply(back));
        };
    loop.schedule(0, () -> node.accept(received, onReply));
  }

  private byte[] count(Class<?> kind, byte[] frame) {
    long[] counts = byKind.computeIfAbsent(kind.getSimpleName(), unused -> new long[2]);
    counts[0]++;
    counts[1] += frame.length;
    return frame;
  }

  private PeerRequest request(byte[] frame) {
    try {
      return codec.request(frames.only(frame));
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
  }

  private PeerReply reply(byte[] frame) {
    try {
      return codec.reply(frames.only(frame));
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
  }
}
