package io.dynamo.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private final Frames frames = new Frames();

  @Test
  void framesCutAnywhereComeWholeAndInOrder() {
    Buffer stream = Buffer.buffer();
    for (int id = 1; id <= 300; id++) {
      stream.appendBytes(Frame.ping(id));
    }
    for (int size = 1; size <= 40; size++) {
      frames.frames.clear();
      FrameReader reader = new FrameReader(100, frames);
      for (int at = 0; at < stream.length(); at += size) {
        reader.read(stream.getBuffer(at, Math.min(stream.length(), at + size)));
      }
      assertThat(frames.frames).hasSize(300);
      assertThat(frames.frames.get(299).id()).isEqualTo(300);
    }
    assertThat(frames.broken).isEmpty();
  }

  @Test
  void frameOverTheLimitBreaksTheConnectionBeforeItsBytesHaveCome() {
    FrameReader reader = new FrameReader(1000, frames);

    reader.read(Buffer.buffer().appendBytes(Frame.ping(1)).appendInt(1001));
    reader.read(Buffer.buffer(Frame.ping(2)));

    assertThat(frames.frames).hasSize(1);
    assertThat(frames.broken).containsExactly("frame of 1001 bytes, at most 1000 are taken");
  }

  @Test
  void lengthWithTheHighestBitIsTooLongNotNegative() {
    new FrameReader(Integer.MAX_VALUE, frames).read(Buffer.buffer().appendInt(-1));

    assertThat(frames.broken)
        .containsExactly("frame of 4294967295 bytes, at most 2147483647 are taken");
  }

  @Test
  void garbageInsideAFrameBreaksTheConnection() {
    byte[] garbage = new byte[50];
    new Random(1).nextBytes(garbage);
    garbage[0] = 0x0f;

    new FrameReader(1000, frames).read(Buffer.buffer().appendInt(50).appendBytes(garbage));

    assertThat(frames.frames).isEmpty();
    assertThat(frames.broken).hasSize(1);
  }

  @Test
  void pausedReaderKeepsWhatHasComeAndGoesOn() {
    FrameReader[] reader = new FrameReader[1];
    Frames pausing =
        new Frames() {
          @Override
          public void onFrame(Frame frame) {
            super.onFrame(frame);
            reader[0].pause();
          }
        };
    reader[0] = new FrameReader(100, pausing);
    Buffer three =
        Buffer.buffer()
            .appendBytes(Frame.ping(1))
            .appendBytes(Frame.ping(2))
            .appendBytes(Frame.ping(3));

    reader[0].read(three.getBuffer(0, 9));
    reader[0].read(three.getBuffer(9, three.length()));
    assertThat(pausing.frames).extracting(Frame::id).containsExactly(1L);
    reader[0].resume();
    assertThat(pausing.frames).extracting(Frame::id).containsExactly(1L, 2L);
    reader[0].resume();
    reader[0].resume();
    assertThat(pausing.frames).extracting(Frame::id).containsExactly(1L, 2L, 3L);
  }
}
