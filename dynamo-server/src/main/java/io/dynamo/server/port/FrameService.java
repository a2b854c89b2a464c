package io.dynamo.server.port;

import io.dynamo.protocol.Frame;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.Refused;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a {@link FramePort} serves. All calls come on the connection's event loop. */
public interface FrameService {
  /**
   * Whether who says hello is served. The version has been compared already.
   *
   * @return why not, or null
   */
  @Nullable Refused judge(Hello hello);

  /** This node's own hello, as it is now. */
  Hello hello();

  /**
   * Does what the frame asks.
   *
   * @param from how the other end has introduced itself
   * @param reply takes the frame of the reply, once, on this loop, now or later; if the connection
   *     is gone it drops it
   */
  void onRequest(Hello from, Frame request, Consumer<byte[]> reply);

  /** The frame of a short reply that says: too much is under way, this was not done. */
  byte[] overloaded(long id);

  /** The frame of a short reply that says: this kind of frame is not known. */
  byte[] notUnderstood(long id, String detail);
}
