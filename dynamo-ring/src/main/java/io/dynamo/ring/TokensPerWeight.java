package io.dynamo.ring;

import io.dynamo.api.Settings;

/** The setting of both random strategies: how many tokens a node has for each unit of weight. */
final class TokensPerWeight {
  static final int DEFAULT = 8;

  private static final String NAME = "tokens-per-weight";
  private static final int MAX = 4096;

  private TokensPerWeight() {}

  static int in(Settings settings) {
    long tokens = settings.number(NAME, DEFAULT);
    if (tokens < 1 || tokens > MAX) {
      throw new IllegalArgumentException(NAME + " must be 1.." + MAX + ", was " + tokens);
    }
    return (int) tokens;
  }
}
