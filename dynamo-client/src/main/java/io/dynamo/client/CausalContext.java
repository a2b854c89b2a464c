package io.dynamo.client;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a get has seen, to be handed back with the put that replaces it (Dynamo §4.1, "context").
 * Opaque, bound to one key of one cluster; it can be kept as text or bytes for as long as wished.
 */
public final class CausalContext {
  private final byte[] token;

  private CausalContext(byte[] token) {
    this.token = token;
  }

  /** A context from bytes that {@link #toBytes} gave. It is the node that judges them. */
  public static CausalContext of(byte[] token) {
    return new CausalContext(token.clone());
  }

  /**
   * A context from text that {@link #toString} or the HTTP header {@code Dynamo-Context} gave.
   *
   * @throws IllegalArgumentException if it is not base64url
   */
  public static CausalContext parse(String text) {
    return new CausalContext(Base64.getUrlDecoder().decode(text));
  }

  static @Nullable CausalContext ofNullable(byte @Nullable [] token) {
    return token == null ? null : new CausalContext(token);
  }

  public byte[] toBytes() {
    return token.clone();
  }

  byte[] shared() {
    return token;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CausalContext context && Arrays.equals(token, context.token);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(token);
  }

  /** As base64url without padding, as HTTP has it. */
  @Override
  public String toString() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }
}
