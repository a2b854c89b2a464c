package io.dynamo.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private final Queue<Runnable> turns = new ArrayDeque<>();
  private final Socket socket = new Socket();
  private final FrameWriter writer = new FrameWriter(socket, turns::add);

  @Test
  void framesOfOneTurnGoInOneWrite() {
    for (int id = 1; id <= 100; id++) {
      writer.write(Frame.ping(id));
    }
    assertThat(socket.written).isEmpty();
    assertThat(turns).hasSize(1);

    turns.remove().run();

    assertThat(socket.written).hasSize(1);
    assertThat(frames()).extracting(Frame::id).startsWith(1L, 2L).endsWith(100L).hasSize(100);
  }

  @Test
  void nextTurnIsScheduledAnew() {
    writer.write(Frame.ping(1));
    turns.remove().run();
    writer.write(Frame.ping(2));
    turns.remove().run();

    assertThat(socket.written).hasSize(2);
  }

  @Test
  void batchIsBoundedAndOrderKept() {
    Random random = new Random(3);
    List<Long> ids = new ArrayList<>();
    for (long id = 1; id <= 200; id++) {
      ids.add(id);
      writer.write(
          ClientCodec.encode(
              id,
              new ClientRequest.Get(
                  new byte[random.nextInt(20) == 0 ? 3_000_000 : random.nextInt(9000)],
                  ClientRequest.QuorumWish.DEFAULTS)));
    }
    turns.remove().run();

    assertThat(frames()).extracting(Frame::id).isEqualTo(ids);
    assertThat(socket.written).allSatisfy(b -> assertThat(b.length()).isLessThanOrEqualTo(1 << 20));
  }

  @Test
  void queuedBytesFallWhenTheSocketHasTakenThem() {
    writer.write(Frame.ping(1));
    int length = Frame.ping(1).length;
    assertThat(writer.queuedBytes()).isEqualTo(length);
    turns.remove().run();
    assertThat(writer.queuedBytes()).isEqualTo(length);

    socket.promises.get(0).complete();

    assertThat(writer.queuedBytes()).isZero();
    assertThat(writer.sentBytes()).isEqualTo(length);
  }

  private List<Frame> frames() {
    Frames frames = new Frames();
    FrameReader reader = new FrameReader(1 << 30, frames);
    socket.written.forEach(reader::read);
    assertThat(frames.broken).isEmpty();
    return frames.frames;
  }

  /** Keeps what is written. */
  private static final class Socket implements WriteStream<Buffer> {
    private final List<Buffer> written = new ArrayList<>();
    private final List<Promise<Void>> promises = new ArrayList<>();

    @Override
    public Future<Void> write(Buffer data) {
      written.add(data);
      promises.add(Promise.promise());
      return promises.get(promises.size() - 1).future();
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
      return this;
    }

    @Override
    public Future<Void> end() {
      return Future.succeededFuture();
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
      return this;
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
      return this;
    }
  }
}
