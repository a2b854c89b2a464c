package io.dynamo.testkit.versioning;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Replaced;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Random states for the tests of their form: legal ones, whether or not a history leads to them.
 */
final class RandomSiblings {
  private final RandomGenerator random;

  RandomSiblings(RandomGenerator random) {
    this.random = random;
  }

  Siblings siblings() {
    VersionVector vector = vector();
    TreeSet<Dot> dots = new TreeSet<>();
    TreeSet<Replaced> replaced = new TreeSet<>();
    for (Dot entry : vector.entries()) {
      for (int i = random.nextInt(3); i > 0; i--) {
        dots.add(new Dot(entry.actor(), 1 + random.nextLong(entry.counter())));
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        replaced.add(new Replaced(entry, identity()));
      }
    }
    if (random.nextInt(4) == 0) {
      replaced.add(new Replaced(new Dot(actor(), 3), identity()));
    }
    List<Version> versions = new ArrayList<>();
    for (Dot dot : dots) {
      versions.add(version(dot));
    }
    return new Siblings(vector, versions, new ArrayList<>(replaced));
  }

  VersionVector vector() {
    List<Dot> dots = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      dots.add(new Dot(actor(), 1 + (random.nextLong() >>> (2 + random.nextInt(62)))));
    }
    return VersionVector.of(dots);
  }

  private Version version(Dot dot) {
    RequestIdentity identity = random.nextBoolean() ? identity() : null;
    if (random.nextInt(3) == 0) {
      return Version.tombstone(dot, random.nextLong(), identity);
    }
    byte[] value = new byte[random.nextInt(5) == 0 ? random.nextInt(3000) : random.nextInt(9)];
    random.nextBytes(value);
    return Version.of(dot, random.nextLong(), value, identity);
  }

  /** One of few nodes, incarnations and epochs, so that some meet. */
  private Actor actor() {
    String[] names = {"n1", "n2", "a-node.of_the-longest.name_there"};
    long incarnation = random.nextInt(3) == 0 ? random.nextLong() : 7;
    long epoch = 1 + (random.nextInt(3) == 0 ? random.nextLong() >>> 1 : random.nextInt(3));
    return new Actor(
        new NodeId(names[random.nextInt(names.length)]), incarnation, Math.max(1, epoch));
  }

  private RequestIdentity identity() {
    return new RequestIdentity(random.nextLong(), random.nextLong());
  }
}
