package io.dynamo.testkit.history;

/**
 * Something that no correct cluster answers.
 *
 * @param text for people: what is wrong, and each operation that is part of it on a line
 */
public record Violation(Invariant invariant, String key, String text) {
  @Override
  public String toString() {
    return "(%s) %s of key %s: %s".formatted(invariant.letter(), invariant, key, text);
  }
}
