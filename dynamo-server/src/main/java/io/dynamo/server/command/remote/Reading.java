package io.dynamo.server.command.remote;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a get answers. */
public sealed interface Reading permits Reading.Found, Reading.Absent, Failure {
  /**
   * There is something.
   *
   * @param context covers all of the siblings
   * @param siblings at least one value; shared, not copied
   */
  record Found(String context, List<byte[]> siblings) implements Reading {
    public Found {
      siblings = List.copyOf(siblings);
    }

    /** Whether there is one value, and it has these bytes. */
    public boolean isExactly(byte[] value) {
      return siblings.size() == 1 && Arrays.equals(siblings.get(0), value);
    }
  }

  /**
   * There is nothing.
   *
   * @param context covers the tombstone if the key was deleted
   */
  record Absent(@Nullable String context) implements Reading {}
}
