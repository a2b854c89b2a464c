package io.dynamo.protocol;

import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
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

  static PeerWire.Generations wire(PeerReply.Generations generations) {
    PeerWire.Generations.Builder wire =
        PeerWire.Generations.newBuilder().setReady(generations.ready());
    generations.generations().forEach(generation -> wire.addGenerations(wire(generation)));
    return wire.build();
  }

  static PeerReply.Generations generations(PeerWire.Generations wire) {
    return new PeerReply.Generations(
        wire.getGenerationsList().stream().map(Generations::generation).toList(), wire.getReady());
  }

  /** The generation; one that is absent is zero. */
  static Generation generation(PeerWire.Generation wire) {
    return new Generation(wire.getRaised(), wire.getCompleted());
  }
}
