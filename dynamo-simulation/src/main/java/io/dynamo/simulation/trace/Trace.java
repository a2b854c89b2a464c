package io.dynamo.simulation.trace;

import io.dynamo.api.NodeId;
import io.dynamo.testkit.time.VirtualTime;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that happens in a simulated world, in its order: folded into one number, which is the same
 * for the same seed on every JVM, and told line by line to who asks for it.
 */
public final class Trace {
  private final VirtualTime time;
  private final @Nullable Consumer<String> lines;
  private long digest = 0x243f6a8885a308d3L;

  /** A trace that tells its lines, or with null only makes its digest. */
  public Trace(VirtualTime time, @Nullable Consumer<String> lines) {
    this.time = time;
    this.lines = lines;
  }

  /** Something happened to nobody in particular. */
  public void event(String text) {
    fold(time.nanos());
    fold(text);
    tell(() -> text);
  }

  /** Something happened at this node. */
  public void event(NodeId node, String text) {
    fold(time.nanos());
    fold(node.value());
    fold(text);
    tell(() -> node + "  " + text);
  }

  /** A message; {@code content} is a number that differs where messages do. */
  void message(int kind, NodeId from, NodeId to, long content, Supplier<String> text) {
    fold(time.nanos());
    fold(kind);
    fold(from.value());
    fold(to.value());
    fold(content);
    tell(text);
  }

  /** The number that all of it makes so far. */
  public long digest() {
    return digest;
  }

  private void tell(Supplier<String> text) {
    Consumer<String> open = lines;
    if (open != null) {
      long micros = time.nanos() / 1000;
      open.accept("%6d.%06d  %s".formatted(micros / 1_000_000, micros % 1_000_000, text.get()));
    }
  }

  private void fold(String text) {
    for (int i = 0; i < text.length(); i++) {
      fold(text.charAt(i));
    }
    fold(-1);
  }

  private void fold(long value) {
    digest = ContentDigest.fold(digest, value);
  }
}
