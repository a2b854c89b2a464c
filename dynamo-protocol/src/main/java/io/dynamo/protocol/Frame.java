package io.dynamo.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.dynamo.protocol.wire.FrameWire.Envelope;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One message of a connection as it came: an envelope whose content is not read yet. Outgoing ones
 * are byte arrays with their length in front, ready for {@link FrameWriter}.
 */
public final class Frame {
  /** The bytes of the length in front of each frame. */
  public static final int HEADER_BYTES = 4;

  private static final byte[] NOTHING = new byte[0];

  private final long id;
  private final Kind kind;
  private final ByteString content;

  private Frame(long id, Kind kind, ByteString content) {
    this.id = id;
    this.kind = kind;
    this.content = content;
  }

  /** What the frame is for. */
  public enum Kind {
    /** Who is there; {@link Hello}. */
    HELLO(Envelope.HELLO_FIELD_NUMBER),
    /** Why the connection is closed; {@link Refused}. */
    REFUSED(Envelope.REFUSED_FIELD_NUMBER),
    REQUEST(Envelope.REQUEST_FIELD_NUMBER),
    REPLY(Envelope.REPLY_FIELD_NUMBER),
    /** To be answered at once by a pong of the same id. */
    PING(Envelope.PING_FIELD_NUMBER),
    PONG(Envelope.PONG_FIELD_NUMBER),
    /** Something that this version does not know. */
    UNKNOWN(0);

    private final int field;

    Kind(int field) {
      this.field = field;
    }

    private static Kind of(int field) {
      for (Kind kind : values()) {
        if (kind.field == field) {
          return kind;
        }
      }
      return UNKNOWN;
    }
  }

  /** A ping, ready to be written. */
  public static byte[] ping(long id) {
    return encode(id, Kind.PING, Envelope.getDefaultInstance());
  }

  /** The answer to a ping, ready to be written. */
  public static byte[] pong(long id) {
    return encode(id, Kind.PONG, Envelope.getDefaultInstance());
  }

  /** The id that binds a reply to its request; 0 in the handshake. */
  public long id() {
    return id;
  }

  public Kind kind() {
    return kind;
  }

  /** How many bytes the content has. */
  public int contentBytes() {
    return content.size();
  }

  /** The content, to be parsed without copying its byte fields. */
  CodedInputStream content() {
    CodedInputStream in = content.newCodedInput();
    in.enableAliasing(true);
    return in;
  }

  /** The whole frame, its length in front. */
  static byte[] encode(long id, Kind kind, MessageLite content) {
    int contentBytes = content.getSerializedSize();
    int length =
        CodedOutputStream.computeUInt64Size(Envelope.ID_FIELD_NUMBER, id)
            + CodedOutputStream.computeTagSize(kind.field)
            + CodedOutputStream.computeUInt32SizeNoTag(contentBytes)
            + contentBytes;
    byte[] frame = new byte[HEADER_BYTES + length];
    for (int i = 0; i < HEADER_BYTES; i++) {
      frame[i] = (byte) (length >>> (24 - 8 * i));
    }
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(frame, HEADER_BYTES, length);
      out.writeUInt64(Envelope.ID_FIELD_NUMBER, id);
      out.writeTag(kind.field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(contentBytes);
      content.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("an array of the computed size is too small", e);
    }
    return frame;
  }

  /**
   * Reads an envelope.
   *
   * @param bytes without the length; kept, not copied
   */
  static Frame decode(byte[] bytes) throws DecodeException {
    CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    in.enableAliasing(true);
    long id = 0;
    Kind kind = Kind.UNKNOWN;
    ByteString content = UnsafeByteOperations.unsafeWrap(NOTHING);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
        if (field == Envelope.ID_FIELD_NUMBER && !delimited) {
          id = in.readUInt64();
        } else if (delimited && Kind.of(field) != Kind.UNKNOWN) {
          kind = Kind.of(field);
          content = in.readBytes();
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new DecodeException("no envelope: " + e.getMessage(), e);
    }
    return new Frame(id, kind, content);
  }
}
