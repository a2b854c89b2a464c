package io.dynamo.simulation.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that has one end: its answer, or that the client waits no longer. */
final class Pending<T> {
  private final Consumer<@Nullable T> end;
  private boolean ended;

  Pending(Consumer<@Nullable T> end) {
    this.end = end;
  }

  void answer(T outcome) {
    if (!ended) {
      ended = true;
      end.accept(outcome);
    }
  }

  void giveUp() {
    if (!ended) {
      ended = true;
      end.accept(null);
    }
  }
}
