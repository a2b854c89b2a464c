package io.dynamo.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a stranger sends, the answer is an error that is expected, never another exception. */
class DamagedBytesTest {
  /** Of the fields of an envelope, and how many kinds of message there are at least. */
  private static final byte REQUEST = tag(4);

  private static final byte REPLY = tag(5);
  private static final int KINDS = 24;

  private static final MembershipHistory HISTORY = new RandomMessages(1).history();
  private final PeerCodec codec =
      new PeerCodec(
          new HistoryFormat() {
            @Override
            public byte[] encode(MembershipHistory history) {
              return new byte[8];
            }

            @Override
            public MembershipHistory decode(byte[] bytes) {
              return HISTORY;
            }
          });

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void flippedBytesGiveAMessageOrADecodeException(long seed) {
    Random random = new Random(seed);
    for (byte[] good : frames(seed)) {
      for (int round = 0; round < 15; round++) {
        byte[] bad = Arrays.copyOfRange(good, Frame.HEADER_BYTES, good.length);
        for (int i = 0; i <= random.nextInt(3); i++) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
        readAll(bad);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void cutMessagesGiveAMessageOrADecodeException(long seed) {
    Random random = new Random(seed);
    for (byte[] good : frames(seed)) {
      int end = Frame.HEADER_BYTES + random.nextInt(good.length - Frame.HEADER_BYTES);
      readAll(Arrays.copyOfRange(good, Frame.HEADER_BYTES, end));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomBytesGiveAMessageOrADecodeException(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      readAll(noise);
      readAll(inside(REQUEST, noise));
      readAll(inside(REPLY, noise));
    }
  }

  /** What looks like a message of some kind is read further than noise is. */
  @ParameterizedTest
  @MethodSource("seeds")
  void randomBytesOfEveryKindGiveAMessageOrADecodeException(long seed) {
    Random random = new Random(seed);
    for (int kind = 1; kind <= KINDS; kind++) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      if (noise.length > 1 && random.nextBoolean()) {
        noise[0] = tag(1 + random.nextInt(4));
        noise[1] = (byte) (noise.length - 2);
      }
      byte[] message = kind < 16 ? inside(tag(kind), noise) : insideHigh(kind, noise);
      readAll(inside(REQUEST, message));
      readAll(inside(REPLY, message));
    }
  }

  /** A field of up to 127 bytes. */
  private static byte[] inside(byte tag, byte[] content) {
    byte[] field = new byte[content.length + 2];
    field[0] = tag;
    field[1] = (byte) content.length;
    System.arraycopy(content, 0, field, 2, content.length);
    return field;
  }

  /** A field, numbered 16 or more, of up to 127 bytes. */
  private static byte[] insideHigh(int number, byte[] content) {
    byte[] field = new byte[content.length + 3];
    field[0] = (byte) (tag(number) | 0x80);
    field[1] = (byte) (number >> 4);
    field[2] = (byte) content.length;
    System.arraycopy(content, 0, field, 3, content.length);
    return field;
  }

  /** Of a field with a length, numbered 1 to 15. */
  private static byte tag(int number) {
    return (byte) (number << 3 | 2);
  }

  @Test
  void undamagedMessagesAreRead() {
    for (byte[] good : frames(1)) {
      assertThat(readAll(Arrays.copyOfRange(good, Frame.HEADER_BYTES, good.length))).isTrue();
    }
  }

  private List<byte[]> frames(long seed) {
    RandomMessages messages = new RandomMessages(seed);
    List<byte[]> frames = new ArrayList<>();
    for (PeerRequest request : messages.requests()) {
      frames.add(codec.encode(seed, request));
    }
    for (PeerReply reply : messages.replies()) {
      frames.add(codec.encode(seed, reply));
    }
    ClientCodecTest.requests().forEach(request -> frames.add(ClientCodec.encode(seed, request)));
    ClientCodecTest.replies().forEach(reply -> frames.add(ClientCodec.encode(seed, reply)));
    frames.removeIf(frame -> frame.length > 100_000);
    return frames;
  }

  /** Reads it as everything it could be: whether it is anything. */
  private boolean readAll(byte[] envelope) {
    Frames frames = new Frames();
    new FrameReader(1 << 20, frames)
        .read(Buffer.buffer().appendInt(envelope.length).appendBytes(envelope));
    assertThat(frames.frames.size() + frames.broken.size()).isEqualTo(1);
    boolean read = false;
    for (Frame frame : frames.frames) {
      read |= reads(() -> codec.request(frame));
      read |= reads(() -> codec.reply(frame));
      read |= reads(() -> ClientCodec.request(frame));
      read |= reads(() -> ClientCodec.reply(frame));
      read |= reads(() -> HandshakeCodec.hello(frame));
      read |= reads(() -> HandshakeCodec.refused(frame));
    }
    return read;
  }

  private static boolean reads(Decoding decoding) {
    try {
      return decoding.decode() != null;
    } catch (DecodeException expected) {
      return false;
    }
  }

  private interface Decoding {
    Object decode() throws DecodeException;
  }
}
