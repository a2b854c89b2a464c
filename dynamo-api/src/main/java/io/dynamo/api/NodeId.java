package io.dynamo.api;

/**
 * The name of one node, chosen by its operator and kept for its life: 1 to {@value #MAX_BYTES} of
 * the characters {@code a-z A-Z 0-9 . _ -}. The length is limited because every context carries
 * names (rule V11).
 */
public record NodeId(String value) implements Comparable<NodeId> {
  /** The longest name, in bytes. */
  public static final int MAX_BYTES = 32;

  public NodeId {
    if (value.isEmpty() || value.length() > MAX_BYTES || !legal(value)) {
      throw new IllegalArgumentException(
          "node id must be 1..32 of a-z A-Z 0-9 . _ -, was \"" + value + "\"");
    }
  }

  private static boolean legal(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
