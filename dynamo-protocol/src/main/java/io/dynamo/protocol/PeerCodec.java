package io.dynamo.protocol;

import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.protocol.wire.PeerWire;
import java.io.IOException;

/** Writes and reads the messages of the replica protocol. Thread-safe if its history format is. */
public final class PeerCodec {
  private final PeerReplies replies;

  public PeerCodec(HistoryFormat histories) {
    this.replies = new PeerReplies(histories);
  }

  /** The frame of a request, ready to be written. */
  public byte[] encode(long id, PeerRequest request) {
    return Frame.encode(id, Frame.Kind.REQUEST, PeerRequests.wire(request));
  }

  /** The frame of a reply, ready to be written. */
  public byte[] encode(long id, PeerReply reply) {
    return Frame.encode(id, Frame.Kind.REPLY, replies.wire(reply));
  }

  /**
   * The request in this frame.
   *
   * @throws DecodeException if there is none, or its kind is not known: the answer is {@link
   *     io.dynamo.api.request.Refusal.Reason#NOT_UNDERSTOOD}
   */
  public PeerRequest request(Frame frame) throws DecodeException {
    try {
      return PeerRequests.request(PeerWire.Request.parser().parseFrom(frame.content()));
    } catch (IOException | IllegalArgumentException e) {
      throw new DecodeException("bad request: " + e.getMessage(), e);
    }
  }

  /**
   * The reply in this frame.
   *
   * @throws DecodeException if there is none, or its kind is not known
   */
  public PeerReply reply(Frame frame) throws DecodeException {
    try {
      return replies.reply(PeerWire.Reply.parser().parseFrom(frame.content()));
    } catch (IOException | IllegalArgumentException e) {
      throw new DecodeException("bad reply: " + e.getMessage(), e);
    }
  }
}
