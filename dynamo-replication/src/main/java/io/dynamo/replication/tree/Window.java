package io.dynamo.replication.tree;

import java.util.ArrayDeque;

/** So many pieces of work at the same time; what comes beyond that waits in order. */
public final class Window {
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int free;

  /** Of so many pieces. */
  public Window(int size) {
    this.free = size;
  }

  /** Begins this piece now or later; whoever began it calls {@link #leave} when it has ended. */
  public void enter(Runnable piece) {
    if (free == 0) {
      waiting.add(piece);
    } else {
      free--;
      piece.run();
    }
  }

  /** A piece has ended. */
  public void leave() {
    Runnable next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      next.run();
    }
  }
}
