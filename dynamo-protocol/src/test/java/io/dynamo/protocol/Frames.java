package io.dynamo.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Collects what a {@link FrameReader} delivers. */
class Frames implements FrameReader.FrameHandler {
  final List<Frame> frames = new ArrayList<>();
  final List<String> broken = new ArrayList<>();

  @Override
  public void onFrame(Frame frame) {
    frames.add(frame);
  }

  @Override
  public void onBroken(String reason) {
    broken.add(reason);
  }

  /** The one frame of these bytes. */
  static Frame only(byte[] encoded) {
    Frames frames = new Frames();
    new FrameReader(Integer.MAX_VALUE, frames).read(Buffer.buffer(encoded));
    if (frames.frames.size() != 1 || !frames.broken.isEmpty()) {
      throw new IllegalArgumentException(frames.frames.size() + " frames, broken " + frames.broken);
    }
    return frames.frames.get(0);
  }
}
