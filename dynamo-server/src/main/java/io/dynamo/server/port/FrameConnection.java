package io.dynamo.server.port;

import io.dynamo.protocol.DecodeException;
import io.dynamo.protocol.Frame;
import io.dynamo.protocol.FrameReader;
import io.dynamo.protocol.FrameWriter;
import io.dynamo.protocol.HandshakeCodec;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.Refused;
import io.vertx.core.Context;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted connection: waits for a hello, answers it, then hands requests to the service and
 * writes replies in the order in which they are ready. It is not read while the other end does not
 * take its replies.
 */
final class FrameConnection implements FrameReader.FrameHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FrameConnection.class);

  /**
   * Replies up to this length are written even when too much is queued: "no" must get through, and
   * no reply to a put may be replaced by "overloaded", for the put has happened.
   */
  private static final int SHORT_REPLY_BYTES = 64 * 1024;

  /** Replies of so many bytes may wait to be taken before the connection is not read any more. */
  private static final long MAX_UNTAKEN_BYTES = 1 << 20;

  private final Context context;
  private final NetSocket socket;
  private final PortLimits limits;
  private final FrameService service;
  private final FrameReader reader;
  private final FrameWriter writer;

  private Runnable onClosed = () -> {};
  private long handshakeTimer;
  private @Nullable Hello other;
  private int inFlight;
  private long inFlightBytes;
  private boolean reading = true;
  private boolean finishing;
  private boolean closed;

  FrameConnection(Context context, NetSocket socket, PortLimits limits, FrameService service) {
    this.context = context;
    this.socket = socket;
    this.limits = limits;
    this.service = service;
    this.reader = new FrameReader(limits.maxFrameBytes(), this);
    this.writer = new FrameWriter(socket, task -> context.runOnContext(turn -> task.run()));
  }

  /** Begins to read. */
  void start(Runnable onClosed) {
    this.onClosed = onClosed;
    handshakeTimer =
        context.owner().setTimer(limits.handshakeMillis(), id -> refuseUnlessWelcome());
    // What went wrong with the socket is told by its closing, which always follows.
    socket.exceptionHandler(failure -> {});
    socket.closeHandler(
        end -> {
          closed = true;
          gone();
        });
    writer.onQueuedBelow(MAX_UNTAKEN_BYTES, this::updateReading);
    socket.handler(reader::read);
  }

  /** Reads no more, and closes when what is under way has been answered. */
  void finish() {
    finishing = true;
    updateReading();
    closeIfFinished();
  }

  @Override
  public void onFrame(Frame frame) {
    Hello from = other;
    if (from == null) {
      handshake(frame);
      return;
    }
    switch (frame.kind()) {
      case REQUEST -> request(from, frame);
      case PING -> write(Frame.pong(frame.id()));
      case UNKNOWN -> write(service.notUnderstood(frame.id(), "a kind of frame that is not known"));
      case PONG -> {}
      case REFUSED -> close();
      case HELLO, REPLY ->
          refuse(new Refused(Refused.Reason.BAD_FRAME, "not due here: " + frame.kind()));
    }
  }

  @Override
  public void onBroken(String reason) {
    refuse(new Refused(Refused.Reason.BAD_FRAME, reason));
  }

  private void handshake(Frame frame) {
    Hello hello;
    try {
      hello = HandshakeCodec.hello(frame);
    } catch (DecodeException e) {
      refuse(new Refused(Refused.Reason.BAD_FRAME, e.reason()));
      return;
    }
    if (hello.version() != Hello.VERSION) {
      refuse(
          new Refused(
              Refused.Reason.VERSION,
              "protocol version "
                  + hello.version()
                  + ", this node speaks version "
                  + Hello.VERSION));
      return;
    }
    Refused refused = service.judge(hello);
    if (refused != null) {
      refuse(refused);
      return;
    }
    other = hello;
    write(HandshakeCodec.encode(service.hello()));
  }

  private void refuseUnlessWelcome() {
    if (other == null && !closed) {
      refuse(
          new Refused(
              Refused.Reason.BAD_FRAME, "no hello within " + limits.handshakeMillis() + " ms"));
    }
  }

  private void request(Hello from, Frame frame) {
    if (limits.refuseWhenFull() && isFull()) {
      write(service.overloaded(frame.id()));
      return;
    }
    inFlight++;
    inFlightBytes += frame.contentBytes();
    updateReading();
    try {
      service.onRequest(from, frame, new Answer(frame.id(), frame.contentBytes()));
    } catch (RuntimeException bug) {
      // No refusal: what was asked may have begun. The other end sees the connection break.
      LOG.atError().setCause(bug).log("bug while serving a request; its connection is closed");
      close();
    }
  }

  private boolean isFull() {
    return inFlight >= limits.maxInFlight() || inFlightBytes >= limits.maxInFlightBytes();
  }

  /** The one reply to one request. */
  private final class Answer implements Consumer<byte[]> {
    private final long id;
    private final int requestBytes;
    private boolean given;

    private Answer(long id, int requestBytes) {
      this.id = id;
      this.requestBytes = requestBytes;
    }

    @Override
    public void accept(byte[] frame) {
      if (given) {
        throw new IllegalStateException("request " + id + " is answered twice");
      }
      given = true;
      inFlight--;
      inFlightBytes -= requestBytes;
      if (closed) {
        return;
      }
      boolean fits =
          frame.length <= SHORT_REPLY_BYTES || writer.queuedBytes() < limits.maxQueuedBytes();
      write(fits ? frame : service.overloaded(id));
      closeIfFinished();
    }
  }

  private void write(byte[] frame) {
    writer.write(frame);
    updateReading();
  }

  /** Reads or pauses, as there is room for another request and its reply. */
  private void updateReading() {
    boolean wanted =
        !finishing
            && writer.queuedBytes() < MAX_UNTAKEN_BYTES
            && (limits.refuseWhenFull() || !isFull());
    if (wanted == reading || closed) {
      return;
    }
    reading = wanted;
    if (wanted) {
      socket.resume();
      context.runOnContext(turn -> resumeReader());
    } else {
      socket.pause();
      reader.pause();
    }
  }

  /** In a turn of its own: a handler that answers at once would else recurse for each request. */
  private void resumeReader() {
    if (reading && !closed) {
      reader.resume();
    }
  }

  private void closeIfFinished() {
    if (finishing && inFlight == 0) {
      close();
    }
  }

  private void refuse(Refused refused) {
    if (!closed) {
      closed = true;
      reader.pause();
      writer.flush();
      Farewell.say(context.owner(), socket, HandshakeCodec.encode(refused), this::gone);
    }
  }

  private void gone() {
    context.owner().cancelTimer(handshakeTimer);
    onClosed.run();
  }

  /** Writes what is collected, then closes. */
  private void close() {
    if (!closed) {
      closed = true;
      reader.pause();
      writer.flush();
      socket.end();
    }
  }
}
