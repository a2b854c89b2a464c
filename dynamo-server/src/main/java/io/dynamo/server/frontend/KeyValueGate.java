package io.dynamo.server.frontend;

import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The door of one loop's {@link KeyValueService}: shut until the node is ready, and again from when
 * it begins to stop. A shut door answers {@link Failure#NOT_READY} at once; requests that are under
 * way go on. Requests are made on its loop; the door may be moved from any thread.
 */
public final class KeyValueGate implements KeyValues {
  private final Readiness readiness;
  private volatile @Nullable KeyValues service;

  /** A shut door. */
  public KeyValueGate(Readiness readiness) {
    this.readiness = readiness;
  }

  /** From now on requests go to this service. */
  public void open(KeyValues behind) {
    service = behind;
  }

  /** From now on requests are refused. */
  public void shut() {
    service = null;
  }

  @Override
  public void get(GetRequest request, Consumer<KeyValueResult> answer) {
    KeyValues behind = service;
    if (behind == null) {
      answer.accept(notReady());
    } else {
      behind.get(request, answer);
    }
  }

  @Override
  public void put(PutRequest request, Consumer<KeyValueResult> answer) {
    KeyValues behind = service;
    if (behind == null) {
      answer.accept(notReady());
    } else {
      behind.put(request, answer);
    }
  }

  /** Whether requests are refused; lets a front end refuse before it reads a body. */
  public boolean isShut() {
    return service == null;
  }

  /** What a shut door answers. */
  public KeyValueResult.Failed notReady() {
    String why = String.join("; ", readiness.obstacles());
    return new KeyValueResult.Failed(
        Failure.NOT_READY,
        why.isEmpty() ? "the node is stopping" : "the node is not ready: " + why,
        new TreeMap<>(),
        null);
  }
}
