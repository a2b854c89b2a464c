package io.dynamo.api.versioning;

/**
 * The name of one write: the {@code counter}-th that this actor made on one key. No two writes have
 * the same (rule V4).
 *
 * @param counter at least 1
 */
public record Dot(Actor actor, long counter) implements Comparable<Dot> {
  public Dot {
    if (counter < 1) {
      throw new IllegalArgumentException("counter must be at least 1, was " + counter);
    }
  }

  @Override
  public int compareTo(Dot other) {
    int byActor = actor.compareTo(other.actor);
    return byActor != 0 ? byActor : Long.compare(counter, other.counter);
  }

  @Override
  public String toString() {
    return actor + ":" + counter;
  }
}
