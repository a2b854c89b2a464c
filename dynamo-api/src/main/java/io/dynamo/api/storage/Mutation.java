package io.dynamo.api.storage;

import org.jspecify.annotations.Nullable;

/**
 * One change within a batch: a value under a key, or with {@code value} null the removal of
 * whatever is there. The arrays are not copied; they must not change until the write has returned.
 */
public record Mutation(byte[] key, byte @Nullable [] value) {
  public static Mutation put(byte[] key, byte[] value) {
    return new Mutation(key, value);
  }

  public static Mutation remove(byte[] key) {
    return new Mutation(key, null);
  }
}
