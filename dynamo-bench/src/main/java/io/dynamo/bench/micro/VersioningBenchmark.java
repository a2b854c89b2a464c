package io.dynamo.bench.micro;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.versioning.DottedVersionVectors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How dotted version vectors relate two replicas' states of one key (Dynamo §4.4). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VersioningBenchmark {
  private static final int VALUE_BYTES = 100;

  /** How many siblings the key has; one is the normal case. */
  @Param({"1", "3", "25"})
  public int siblings = 1;

  private final Versioning versioning = new DottedVersionVectors();
  private Siblings state = Siblings.NONE;
  private Siblings equal = Siblings.NONE;
  private Siblings newer = Siblings.NONE;
  private Version next = version(1, 1);

  /** A state, one that is equal to it, and one that replaces it. */
  @Setup
  public void makeStates() {
    state = siblings();
    equal = siblings();
    next = version(0, siblings + 1);
    newer = versioning.put(state, state.vector(), next);
  }

  private Siblings siblings() {
    Siblings made = Siblings.NONE;
    for (int i = 1; i <= siblings; i++) {
      made = versioning.put(made, Siblings.NONE.vector(), version(i % 3, i));
    }
    return made;
  }

  private static Version version(int node, long counter) {
    Actor actor = new Actor(new NodeId("n" + (node + 1)), 7, 1);
    return Version.of(new Dot(actor, counter), counter << 16, new byte[VALUE_BYTES], null);
  }

  /** What a put with the context of a get makes of a state. */
  @Benchmark
  public Siblings put() {
    return versioning.put(state, state.vector(), next);
  }

  /** What a read does with the answers of replicas that agree. */
  @Benchmark
  public Siblings mergeEqual() {
    return versioning.merge(state, equal);
  }

  /** What a replica does with a new state. */
  @Benchmark
  public Siblings mergeNewer() {
    return versioning.merge(state, newer);
  }

  /** Whether a replica is behind. */
  @Benchmark
  public boolean covers() {
    return versioning.covers(newer, state);
  }
}
