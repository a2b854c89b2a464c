package io.dynamo.simulation.admin;

import io.dynamo.testkit.time.Chance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws when an administrator will change the membership, and how: now and then twice at once. */
public final class ChangePlan {
  private static final int MOST_CHANGES = 6;
  private static final long SECOND = 1_000_000_000L;

  private ChangePlan() {}

  /**
   * One change to come.
   *
   * @param variant a number that decides its details
   */
  public record Planned(ChangeKind kind, long atNanos, long variant) {
    @Override
    public String toString() {
      return "%s at %.3f s".formatted(kind, atNanos / 1e9);
    }
  }

  /** At least one change, to begin between these times. */
  public static List<Planned> draw(Chance chance, long fromNanos, long untilNanos) {
    List<ChangeKind> weighted = new ArrayList<>();
    for (ChangeKind kind : ChangeKind.values()) {
      for (int i = 0; i < kind.weight(); i++) {
        weighted.add(kind);
      }
    }
    List<Planned> plan = new ArrayList<>();
    long at = 0;
    for (int left = 1 + chance.below(MOST_CHANGES); left > 0; left--) {
      boolean close = !plan.isEmpty() && chance.perMille(350);
      at = close ? at + chance.below(3 * SECOND) : chance.between(fromNanos, untilNanos);
      plan.add(new Planned(chance.oneOf(weighted), at, chance.nextLong()));
    }
    plan.sort(Comparator.comparingLong(Planned::atNanos));
    return plan;
  }
}
