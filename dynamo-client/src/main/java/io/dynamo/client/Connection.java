package io.dynamo.client;

import io.dynamo.protocol.ClientCodec;
import io.dynamo.protocol.ClientReply;
import io.dynamo.protocol.ClientRequest;
import io.dynamo.protocol.DecodeException;
import io.dynamo.protocol.Frame;
import io.dynamo.protocol.FrameReader;
import io.dynamo.protocol.FrameWriter;
import io.dynamo.protocol.HandshakeCodec;
import io.dynamo.protocol.Hello;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One pipelined connection to a node's client port: connects, shakes hands, binds replies to
 * requests by their ids. What is sent before the handshake is done waits for it. Confined to the
 * client's loop; the client bounds how much is under way.
 */
final class Connection implements FrameReader.FrameHandler {
  /** What becomes of one request; exactly one method is called, once. */
  interface ReplyHandler {
    void onReply(ClientReply reply);

    /** It never left this process. */
    void onNotSent(String reason);

    /** It left, and may have been done. */
    void onNoReply(String reason, boolean timedOut);
  }

  /** How long connecting and shaking hands may take. */
  private static final long HANDSHAKE_MILLIS = 2_000;

  private record Pending(ReplyHandler handler, long timer, long sentNanos) {}

  /** What is sent after the handshake, if that is done before its time. */
  private record Waiting(ClientRequest request, long timeoutNanos) {}

  private final Vertx vertx;
  private final Context loop;
  private final NodeAddress address;
  private final FrameReader reader;
  private final Consumer<Boolean> health;
  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
  private final Map<Long, Pending> pending = new LinkedHashMap<>();
  private @Nullable NetSocket socket;
  private @Nullable FrameWriter writer;
  private boolean ready;
  private boolean closed;
  private long nextId = 1;
  private final long madeNanos = System.nanoTime();
  private long heardNanos = madeNanos;

  /**
   * A connection that is not open yet.
   *
   * @param health is told that the handshake succeeded, or that the node does not answer
   */
  Connection(
      Vertx vertx, Context loop, NodeAddress address, int maxFrameBytes, Consumer<Boolean> health) {
    this.vertx = vertx;
    this.loop = loop;
    this.address = address;
    this.reader = new FrameReader(maxFrameBytes, this);
    this.health = health;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether the handshake is done and it is not closed. */
  boolean isReady() {
    return ready && !closed;
  }

  /** Whether it has been opening for so long by now. */
  boolean isOpening(long nowNanos, long forNanos) {
    return !ready && !closed && nowNanos - madeNanos >= forNanos;
  }

  void open(NetClient client) {
    vertx.setTimer(HANDSHAKE_MILLIS, ignored -> closeUnlessReady());
    client.connect(address.port(), address.host()).onComplete(this::onSocket);
  }

  private void closeUnlessReady() {
    if (!ready) {
      close("no hello in " + HANDSHAKE_MILLIS + " ms");
    }
  }

  private void onSocket(AsyncResult<NetSocket> result) {
    if (result.failed()) {
      close("cannot connect: " + result.cause().getMessage());
      return;
    }
    NetSocket connected = result.result();
    if (closed) {
      connected.close();
      return;
    }
    socket = connected;
    connected.handler(reader::read);
    connected.closeHandler(ignored -> close("the node closed the connection"));
    connected.exceptionHandler(e -> close("the connection broke: " + e.getMessage()));
    writer = new FrameWriter(connected, task -> loop.runOnContext(ignored -> task.run()));
    writer.write(HandshakeCodec.encode(Hello.client()));
  }

  /**
   * Sends, or waits for the handshake to send.
   *
   * @param connectMillis how long it may wait for that; then it was not sent
   */
  void send(ClientRequest request, long timeoutMillis, long connectMillis, ReplyHandler handler) {
    long id = nextId++;
    long now = System.nanoTime();
    if (ready && writer != null) {
      pending.put(id, new Pending(handler, timer(id, timeoutMillis), now));
      writer.write(ClientCodec.encode(id, request));
    } else {
      long timer = timer(id, Math.min(timeoutMillis, connectMillis));
      pending.put(id, new Pending(handler, timer, now));
      waiting.put(id, new Waiting(request, now + timeoutMillis * 1_000_000));
    }
  }

  private long timer(long id, long millis) {
    return vertx.setTimer(Math.max(1, millis), ignored -> onTimeout(id));
  }

  private void onTimeout(long id) {
    Pending call = pending.remove(id);
    if (call == null) {
      return;
    }
    if (waiting.remove(id) != null) {
      call.handler().onNotSent(address + ": no connection in time");
    } else {
      call.handler().onNoReply(address + ": no reply in time", true);
      if (heardNanos - call.sentNanos() < 0) {
        health.accept(false);
        close("silent since a request was sent");
      }
    }
  }

  @Override
  public void onFrame(Frame frame) {
    if (closed) {
      return;
    }
    heardNanos = System.nanoTime();
    try {
      switch (frame.kind()) {
        case HELLO -> onHello(frame);
        case REPLY -> onReply(frame);
        case PING -> pong(frame.id());
        case REFUSED -> close("refused: " + HandshakeCodec.refused(frame));
        case REQUEST, PONG, UNKNOWN -> {
          // A newer node may say more than this client understands.
        }
      }
    } catch (DecodeException e) {
      close("not understood: " + e.getMessage());
    }
  }

  private void onHello(Frame frame) throws DecodeException {
    HandshakeCodec.hello(frame);
    ready = true;
    health.accept(true);
    FrameWriter out = writer;
    if (out != null) {
      waiting.forEach((id, request) -> sendLate(out, id, request));
      waiting.clear();
    }
  }

  /** From now on its time is that for the reply. */
  private void sendLate(FrameWriter out, long id, Waiting late) {
    Pending call = pending.get(id);
    if (call == null) {
      return;
    }
    vertx.cancelTimer(call.timer());
    long now = System.nanoTime();
    long timer = timer(id, (late.timeoutNanos() - now) / 1_000_000);
    pending.put(id, new Pending(call.handler(), timer, now));
    out.write(ClientCodec.encode(id, late.request()));
  }

  private void onReply(Frame frame) throws DecodeException {
    Pending call = pending.remove(frame.id());
    if (call == null) {
      return;
    }
    vertx.cancelTimer(call.timer());
    ClientReply reply;
    try {
      reply = ClientCodec.reply(frame);
    } catch (DecodeException e) {
      call.handler().onNoReply(address + ": " + e.getMessage(), false);
      return;
    }
    call.handler().onReply(reply);
  }

  private void pong(long id) {
    if (writer != null) {
      writer.write(Frame.pong(id));
    }
  }

  @Override
  public void onBroken(String reason) {
    close(reason);
  }

  void close(String reason) {
    if (closed) {
      return;
    }
    closed = true;
    if (!ready) {
      health.accept(false);
    }
    if (socket != null) {
      socket.close();
    }
    Map<Long, Pending> ended = new LinkedHashMap<>(pending);
    List<Long> neverSent = new ArrayList<>(waiting.keySet());
    pending.clear();
    waiting.clear();
    ended.forEach(
        (id, call) -> {
          vertx.cancelTimer(call.timer());
          if (neverSent.contains(id)) {
            call.handler().onNotSent(address + ": " + reason);
          } else {
            call.handler().onNoReply(address + ": " + reason, false);
          }
        });
  }
}
