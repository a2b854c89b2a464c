package io.dynamo.simulation;

import io.dynamo.simulation.fault.Fault;
import io.dynamo.simulation.node.Wrapping;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What may be otherwise in a run of one seed.
 *
 * @param writeQuorum W of three replicas; R is the least that meets it
 * @param wrapping what stands between the nodes and what they are lent
 * @param convergence whether owners must be equal in the end
 * @param faults in place of those that are drawn from the seed, or null
 * @param lines takes the trace, line by line, or null
 */
public record SimulationOptions(
    int writeQuorum,
    Wrapping wrapping,
    boolean convergence,
    @Nullable List<Fault> faults,
    @Nullable Consumer<String> lines) {
  /** The nodes as they are, with the faults of the seed. */
  public static final SimulationOptions DEFAULT =
      new SimulationOptions(2, Wrapping.NONE, true, null, null);

  /** The same with this W. */
  public SimulationOptions writing(int quorum) {
    return new SimulationOptions(quorum, wrapping, convergence, faults, lines);
  }

  /** The same with something between the nodes and what they are lent. */
  public SimulationOptions with(Wrapping other) {
    return new SimulationOptions(writeQuorum, other, convergence, faults, lines);
  }

  /** The same with these faults. */
  public SimulationOptions with(List<Fault> others) {
    return new SimulationOptions(writeQuorum, wrapping, convergence, others, lines);
  }

  /** The same, told line by line. */
  public SimulationOptions tracedTo(Consumer<String> consumer) {
    return new SimulationOptions(writeQuorum, wrapping, convergence, faults, consumer);
  }
}
