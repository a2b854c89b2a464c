package io.dynamo.server.peer;

import io.dynamo.protocol.DecodeException;
import io.dynamo.protocol.Frame;
import io.dynamo.protocol.FrameReader;
import io.dynamo.protocol.FrameWriter;
import io.dynamo.protocol.HandshakeCodec;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.Refused;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One connection that this node opened to a peer: says hello, then sends requests and matches
 * replies by id. While requests are outstanding it watches for signs of life: bytes that come, or a
 * full queue that drains. Belongs to one event loop.
 */
final class PeerConnection implements FrameReader.FrameHandler {
  /** After so many ticks without a sign of life a ping is sent. */
  private static final int PING_TICKS = 2;

  private final LinkSettings settings;
  private final PeerLink link;
  private final NetSocket socket;
  private final FrameReader reader;
  private final FrameWriter writer;
  private final Hello self;
  private final long openedNanos;
  private final Map<Long, PendingRequest> outstanding = new LinkedHashMap<>();

  private long handshakeTimer;
  private boolean welcome;
  private boolean closed;
  private boolean retired;
  private long outstandingBytes;
  private boolean ticking;
  private boolean heard;
  private boolean owed;
  private long sentAtLastTick;
  private int silentTicks;

  PeerConnection(LinkSettings settings, PeerLink link, NetSocket socket) {
    this.settings = settings;
    this.link = link;
    this.socket = socket;
    this.reader = new FrameReader(settings.limits().maxFrameBytes(), this);
    this.writer =
        new FrameWriter(socket, task -> settings.context().runOnContext(turn -> task.run()));
    this.self = settings.identity().hello();
    this.openedNanos = settings.scheduler().nanoTime();
  }

  /** Says hello. The link hears of a welcome, or of the end. */
  void start() {
    handshakeTimer =
        settings.vertx().setTimer(settings.limits().connectMillis(), id -> lost("no hello came"));
    // What went wrong with the socket is told by its closing, which always follows.
    socket.exceptionHandler(failure -> {});
    socket.closeHandler(end -> lost("connection closed"));
    socket.handler(
        bytes -> {
          heard = true;
          owed = false;
          reader.read(bytes);
        });
    writer.write(HandshakeCodec.encode(self));
  }

  /** The hello it was opened with. */
  Hello self() {
    return self;
  }

  /** How long ago it was opened. */
  long ageNanos() {
    return settings.scheduler().nanoTime() - openedNanos;
  }

  /** Whether it was given up for want of any sign of life. */
  boolean isSilent() {
    return silentTicks >= settings.limits().silentTicks();
  }

  /** Whether a request of so many bytes may be sent now. */
  boolean hasRoom(int bytes) {
    long maxBytes = settings.limits().maxInFlightBytes();
    return outstanding.isEmpty()
        ? writer.queuedBytes() < maxBytes
        : outstanding.size() < settings.limits().maxInFlight()
            && Math.max(outstandingBytes, writer.queuedBytes()) + bytes <= maxBytes;
  }

  /** Sends a request; there must be room, and a welcome. */
  void send(PendingRequest request) {
    byte[] frame = request.take(this);
    outstanding.put(request.id(), request);
    outstandingBytes += request.bytes();
    writer.write(frame);
    owed = true;
    if (!ticking) {
      ticking = true;
      tickLater();
    }
  }

  /** A request is done, in whatever way. */
  void forget(long id) {
    PendingRequest request = outstanding.remove(id);
    if (request != null) {
      outstandingBytes -= request.bytes();
    }
    closeIfRetired();
  }

  /** No further request will be sent: closes once all are done. */
  void retire() {
    retired = true;
    closeIfRetired();
  }

  /** Ends it; requests under way have no reply. */
  void lost(String reason) {
    if (closed) {
      return;
    }
    closed = true;
    settings.vertx().cancelTimer(handshakeTimer);
    reader.pause();
    socket.close();
    List<PendingRequest> unanswered = new ArrayList<>(outstanding.values());
    outstanding.clear();
    outstandingBytes = 0;
    link.onLost(this, reason);
    unanswered.forEach(PendingRequest::fail);
  }

  @Override
  public void onFrame(Frame frame) {
    switch (frame.kind()) {
      case HELLO -> onHello(frame);
      case REFUSED -> onRefused(frame);
      case REPLY -> onReply(frame);
      case PONG -> {}
      case PING -> writer.write(Frame.pong(frame.id()));
      case REQUEST -> refuse(new Refused(Refused.Reason.BAD_FRAME, "a request is not due here"));
      case UNKNOWN -> {}
    }
  }

  @Override
  public void onBroken(String reason) {
    refuse(new Refused(Refused.Reason.BAD_FRAME, reason));
  }

  private void onHello(Frame frame) {
    Hello other;
    try {
      other = HandshakeCodec.hello(frame);
    } catch (DecodeException e) {
      refuse(new Refused(Refused.Reason.BAD_FRAME, e.reason()));
      return;
    }
    Refused refused =
        link.to().equals(other.node())
            ? PeerAdmission.judge(settings.identity(), other)
            : new Refused(
                Refused.Reason.NODE, "looked for " + link.to() + ", found " + other.node());
    if (refused != null) {
      refuse(refused);
    } else if (!welcome) {
      welcome = true;
      settings.vertx().cancelTimer(handshakeTimer);
      settings.watcher().onLinkUp(link.to());
      link.onWelcome(this);
    }
  }

  private void onRefused(Frame frame) {
    String reason;
    try {
      reason = "refused by it: " + HandshakeCodec.refused(frame);
    } catch (DecodeException e) {
      reason = "refused by it: " + e.reason();
    }
    lost(reason);
  }

  private void onReply(Frame frame) {
    PendingRequest request = outstanding.get(frame.id());
    if (request == null) {
      return;
    }
    try {
      request.reply(settings.codec().reply(frame));
    } catch (DecodeException e) {
      // It was sent, and no reply can be read: the same as none.
      request.fail();
    }
  }

  private void refuse(Refused refused) {
    writer.write(HandshakeCodec.encode(refused));
    writer.flush();
    lost("refused by this node: " + refused);
  }

  private void closeIfRetired() {
    if (retired && outstanding.isEmpty()) {
      lost("replaced");
    }
  }

  private void tickLater() {
    settings.vertx().setTimer(settings.limits().tickMillis(), id -> tick());
  }

  /**
   * Looks for signs of life since the last tick. It goes on until one has followed the last
   * request, also when all requests have timed out meanwhile. Counting ticks, not time, forgives a
   * stall of this loop itself.
   */
  private void tick() {
    if (closed) {
      return;
    }
    long sent = writer.sentBytes();
    boolean draining = writer.queuedBytes() > 0 && sent != sentAtLastTick;
    sentAtLastTick = sent;
    boolean alive = heard || draining;
    heard = false;
    silentTicks = alive ? 0 : silentTicks + 1;
    if (alive && !owed && outstanding.isEmpty()) {
      ticking = false;
      return;
    }
    if (isSilent()) {
      lost("silent for " + silentTicks * settings.limits().tickMillis() + " ms");
      return;
    }
    if (silentTicks == PING_TICKS) {
      writer.write(Frame.ping(0));
    }
    tickLater();
  }
}
