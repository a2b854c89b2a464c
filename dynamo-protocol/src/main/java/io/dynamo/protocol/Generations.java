package io.dynamo.protocol;

import io.dynamo.api.request.Generation;
import io.dynamo.protocol.wire.PeerWire;

/** Maps generations, which stand in most messages about records (rule D4). */
final class Generations {
  private Generations() {}

  static PeerWire.Generation wire(Generation generation) {
    return PeerWire.Generation.newBuilder()
        .setRaised(generation.raised())
        .setCompleted(generation.completed())
        .build();
  }

  /** The generation; one that is absent is zero. */
  static Generation generation(PeerWire.Generation wire) {
    return new Generation(wire.getRaised(), wire.getCompleted());
  }
}
