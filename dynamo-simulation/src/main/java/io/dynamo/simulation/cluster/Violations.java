package io.dynamo.simulation.cluster;

import io.dynamo.simulation.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** What was found to be broken, in the order in which it was found; the first ones of each kind. */
public final class Violations {
  private static final int MOST_OF_A_KIND = 10;

  private final Trace trace;
  private final List<Violation> found = new ArrayList<>();

  public Violations(Trace trace) {
    this.trace = trace;
  }

  /**
   * One promise that was broken.
   *
   * @param invariant its letter
   * @param text for people
   */
  public record Violation(char invariant, String text) {
    @Override
    public String toString() {
      return "(" + invariant + ") " + text;
    }
  }

  /** This invariant does not hold. */
  public void add(char invariant, String text) {
    if (found.stream().filter(one -> one.invariant() == invariant).count() < MOST_OF_A_KIND) {
      Violation violation = new Violation(invariant, text);
      found.add(violation);
      trace.event("VIOLATION " + violation);
    }
  }

  /** All of them; a copy. */
  public List<Violation> all() {
    return List.copyOf(found);
  }
}
