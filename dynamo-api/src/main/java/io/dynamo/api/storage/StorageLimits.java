package io.dynamo.api.storage;

/** The lengths that every engine takes, checked in one place so that all refuse the same. */
public final class StorageLimits {
  private StorageLimits() {}

  /**
   * Checks key and value of one mutation.
   *
   * @throws IllegalArgumentException if one of them is out of range; the message has both numbers
   */
  public static void check(Mutation mutation) {
    checkKey(mutation.key());
    byte[] value = mutation.value();
    if (value != null && value.length > StorageEngine.MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "value must be 0.." + StorageEngine.MAX_VALUE_BYTES + " bytes, was " + value.length);
    }
  }

  /**
   * Checks the length of a key.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public static void checkKey(byte[] key) {
    if (key.length < 1 || key.length > StorageEngine.MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "key must be 1.." + StorageEngine.MAX_KEY_BYTES + " bytes, was " + key.length);
    }
  }
}
