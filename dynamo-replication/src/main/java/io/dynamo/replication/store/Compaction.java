package io.dynamo.replication.store;

import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which entries of a vector may go once their actors are retired (rule V7). Pure functions. */
public final class Compaction {
  private Compaction() {}

  /** The actors of the vector that name no version: all that compaction could drop. */
  public static List<Actor> idle(Siblings state) {
    TreeSet<Actor> named = new TreeSet<>();
    for (Version version : state.versions()) {
      named.add(version.dot().actor());
      version.twins().forEach(twin -> named.add(twin.actor()));
    }
    List<Actor> idle = new ArrayList<>();
    for (Dot entry : state.vector().entries()) {
      if (!named.contains(entry.actor())) {
        idle.add(entry.actor());
      }
    }
    return idle;
  }

  /** The state without the entries of these actors, which name none of its versions. */
  static Siblings without(Siblings state, List<Actor> retired) {
    List<Dot> kept = new ArrayList<>();
    for (Dot entry : state.vector().entries()) {
      if (!retired.contains(entry.actor())) {
        kept.add(entry);
      }
    }
    return new Siblings(VersionVector.of(kept), state.versions(), state.replaced());
  }
}
