package io.dynamo.testkit.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.api.versioning.VersionVector.Order;
import io.dynamo.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Vectors against what they stand for: sets of dots (Dynamo §4.4). */
final class VersionVectorTest {
  @Seeds(1000)
  void isTheSetOfAllDotsUpToItsEntries(RandomGenerator random) {
    List<Dot> dots = dots(random);
    VersionVector vector = VersionVector.of(dots);
    assertThat(allDots(vector)).isEqualTo(closure(dots));
    assertThat(vector.isEmpty()).isEqualTo(dots.isEmpty());
    for (Dot dot : dots(random)) {
      assertThat(vector.covers(dot)).isEqualTo(closure(dots).contains(dot));
    }
  }

  @Seeds(1000)
  void doesNotDependOnTheOrderOfItsEntries(RandomGenerator random) {
    List<Dot> dots = dots(random);
    VersionVector vector = VersionVector.of(dots);
    List<Dot> reversed = new ArrayList<>(dots);
    Collections.reverse(reversed);
    assertThat(VersionVector.of(reversed)).isEqualTo(vector).hasSameHashCodeAs(vector);
    assertThat(vector.entries()).isSorted().extracting(Dot::actor).doesNotHaveDuplicates();
  }

  @Seeds(1000)
  void mergeIsUnion(RandomGenerator random) {
    VersionVector left = VersionVector.of(dots(random));
    VersionVector right = VersionVector.of(dots(random));
    Set<Dot> union = allDots(left);
    union.addAll(allDots(right));
    assertThat(allDots(left.merge(right))).isEqualTo(union);
    assertThat(left.merge(right)).isEqualTo(right.merge(left));
    assertThat(left.merge(left)).isEqualTo(left);
    VersionVector third = VersionVector.of(dots(random));
    assertThat(left.merge(right).merge(third)).isEqualTo(left.merge(right.merge(third)));
  }

  @Seeds(1000)
  void withADotIsUnionWithAllUpToIt(RandomGenerator random) {
    VersionVector vector = VersionVector.of(dots(random));
    for (Dot dot : dots(random)) {
      assertThat(vector.with(dot)).isEqualTo(vector.merge(VersionVector.of(List.of(dot))));
    }
  }

  @Seeds(1000)
  void compareIsInclusionOfSets(RandomGenerator random) {
    VersionVector left = VersionVector.of(dots(random));
    VersionVector right =
        random.nextBoolean()
            ? left.merge(VersionVector.of(dots(random)))
            : VersionVector.of(dots(random));
    boolean covers = allDots(left).containsAll(allDots(right));
    boolean covered = allDots(right).containsAll(allDots(left));
    Order order =
        covers ? (covered ? Order.EQUAL : Order.AFTER) : covered ? Order.BEFORE : Order.CONCURRENT;
    assertThat(left.compare(right)).isEqualTo(order);
    assertThat(left.coversAll(right)).isEqualTo(covers);
  }

  @Test
  void incarnationsAreOrderedAsUnsigned() {
    Actor low = new Actor(new NodeId("n1"), 1, 9);
    Actor high = new Actor(new NodeId("n1"), -1, 1);
    assertThat(low).isLessThan(high);
    assertThat(new Actor(new NodeId("n1"), 1, 10)).isGreaterThan(low).isLessThan(high);
    VersionVector vector = VersionVector.of(List.of(new Dot(high, 1), new Dot(low, 2)));
    assertThat(vector.counter(high)).isEqualTo(1);
    assertThat(vector.counter(low)).isEqualTo(2);
    assertThat(vector.counter(new Actor(new NodeId("n2"), 1, 9))).isZero();
  }

  private static Set<Dot> allDots(VersionVector vector) {
    return closure(vector.entries());
  }

  private static Set<Dot> closure(List<Dot> dots) {
    Set<Dot> all = new TreeSet<>();
    for (Dot dot : dots) {
      for (long counter = 1; counter <= dot.counter(); counter++) {
        all.add(new Dot(dot.actor(), counter));
      }
    }
    return all;
  }

  private static List<Dot> dots(RandomGenerator random) {
    List<Dot> dots = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      Actor actor =
          new Actor(
              new NodeId("n" + random.nextInt(2)), random.nextInt(2) - 1, 1 + random.nextInt(2));
      dots.add(new Dot(actor, 1 + random.nextInt(4)));
    }
    return dots;
  }
}
