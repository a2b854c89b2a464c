package io.dynamo.server.peer;

import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.protocol.DecodeException;
import io.dynamo.protocol.Frame;
import io.dynamo.protocol.FrameReader;
import io.dynamo.protocol.HandshakeCodec;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.PeerCodec;
import io.dynamo.protocol.Refused;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question to a node of which only the address is known: says hello, asks, and closes with the
 * answer. Belongs to one event loop.
 */
final class SeedConnection implements FrameReader.FrameHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SeedConnection.class);
  private static final long ID = 1;

  private final PeerIdentity identity;
  private final PeerCodec codec;
  private final NetSocket socket;
  private final PeerRequest request;
  private final Consumer<PeerReply> answered;
  private final Consumer<Transport.Failure> failed;
  private final FrameReader reader;
  private boolean sent;
  private boolean done;

  /** A question over a new connection; one of the two is called, once, unless it is given up. */
  SeedConnection(
      PeerIdentity identity,
      PeerCodec codec,
      int maxFrameBytes,
      NetSocket socket,
      PeerRequest request,
      Consumer<PeerReply> answered,
      Consumer<Transport.Failure> failed) {
    this.identity = identity;
    this.codec = codec;
    this.socket = socket;
    this.request = request;
    this.answered = answered;
    this.failed = failed;
    this.reader = new FrameReader(maxFrameBytes, this);
  }

  void start() {
    // What went wrong with the socket is told by its closing, which always follows.
    socket.exceptionHandler(failure -> {});
    socket.closeHandler(end -> fail("the connection was closed"));
    socket.handler(reader::read);
    write(HandshakeCodec.encode(identity.hello()));
  }

  /** Ends it without a word to who asked. */
  void giveUp() {
    done = true;
    end();
  }

  @Override
  public void onFrame(Frame frame) {
    switch (frame.kind()) {
      case HELLO -> onHello(frame);
      case REPLY -> onReply(frame);
      case REFUSED -> onRefused(frame);
      case PING -> write(Frame.pong(frame.id()));
      case REQUEST -> refuse(new Refused(Refused.Reason.BAD_FRAME, "a request is not due here"));
      case PONG, UNKNOWN -> {}
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
    Refused refused = PeerAdmission.judge(identity, other);
    if (refused != null) {
      refuse(refused);
    } else if (!sent) {
      sent = true;
      write(codec.encode(ID, request));
    }
  }

  private void onReply(Frame frame) {
    if (frame.id() != ID || done) {
      return;
    }
    PeerReply reply;
    try {
      reply = codec.reply(frame);
    } catch (DecodeException e) {
      fail("its reply cannot be read: " + e.reason());
      return;
    }
    done = true;
    end();
    answered.accept(reply);
  }

  private void onRefused(Frame frame) {
    try {
      fail("refused by it: " + HandshakeCodec.refused(frame));
    } catch (DecodeException e) {
      fail("refused by it: " + e.reason());
    }
  }

  private void refuse(Refused refused) {
    write(HandshakeCodec.encode(refused));
    fail("refused by this node: " + refused);
  }

  private void fail(String reason) {
    if (done) {
      return;
    }
    done = true;
    LOG.atWarn()
        .addKeyValue("seed", socket.remoteAddress())
        .addKeyValue("reason", reason)
        .log("a seed did not answer");
    end();
    failed.accept(sent ? Transport.Failure.NO_REPLY : Transport.Failure.NOT_SENT);
  }

  private void end() {
    reader.pause();
    socket.close();
  }

  private void write(byte[] frame) {
    socket.write(Buffer.buffer(frame));
  }
}
