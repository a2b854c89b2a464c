package io.dynamo.bench.tree;

import io.dynamo.protocol.Frame;
import io.dynamo.protocol.FrameReader;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;

/** Reads frames that are whole. */
final class Frames implements FrameReader.FrameHandler {
  private final ArrayDeque<Frame> read = new ArrayDeque<>();

  Frame only(byte[] bytes) {
    new FrameReader(Integer.MAX_VALUE, this).read(Buffer.buffer(bytes));
    return read.remove();
  }

  @Override
  public void onFrame(Frame frame) {
    read.add(frame);
  }

  @Override
  public void onBroken(String reason) {
    throw new IllegalStateException(reason);
  }
}
