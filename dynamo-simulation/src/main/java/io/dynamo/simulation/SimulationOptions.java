package io.dynamo.simulation;

import io.dynamo.simulation.cluster.ClusterShape.Quorums;
import io.dynamo.simulation.fault.Fault;
import io.dynamo.simulation.node.Wrapping;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What may be otherwise in a run of one seed.
 *
 * @param quorums N, R and W in place of those that are drawn from the seed, or null
 * @param wrapping what stands between the nodes and what they are lent
 * @param convergence whether owners must be equal in the end
 * @param faults in place of those that are drawn from the seed, or null
 * @param changing whether the membership changes
 * @param lines takes the trace, line by line, or null
 */
public record SimulationOptions(
    @Nullable Quorums quorums,
    Wrapping wrapping,
    boolean convergence,
    @Nullable List<Fault> faults,
    Changing changing,
    @Nullable Consumer<String> lines) {
  /** The nodes as they are, with the faults and the changes of the seed. */
  public static final SimulationOptions DEFAULT =
      new SimulationOptions(null, Wrapping.NONE, true, null, Changing.BY_SEED, null);

  /** Whether the membership changes. */
  public enum Changing {
    /** In two thirds of the seeds. */
    BY_SEED,
    ALWAYS,
    NEVER
  }

  /** The same with this W of three replicas; R is the least that meets it. */
  public SimulationOptions writing(int quorum) {
    return with(Quorums.writing(quorum));
  }

  /** The same with these quorums. */
  public SimulationOptions with(Quorums others) {
    return new SimulationOptions(others, wrapping, convergence, faults, changing, lines);
  }

  /** The same with something between the nodes and what they are lent. */
  public SimulationOptions with(Wrapping other) {
    return new SimulationOptions(quorums, other, convergence, faults, changing, lines);
  }

  /** The same with these faults. */
  public SimulationOptions with(List<Fault> others) {
    return new SimulationOptions(quorums, wrapping, convergence, others, changing, lines);
  }

  /** The same with a membership that changes like this. */
  public SimulationOptions with(Changing other) {
    return new SimulationOptions(quorums, wrapping, convergence, faults, other, lines);
  }

  /** The same, told line by line. */
  public SimulationOptions tracedTo(Consumer<String> consumer) {
    return new SimulationOptions(quorums, wrapping, convergence, faults, changing, consumer);
  }
}
