package io.dynamo.server.http;

import java.util.Arrays;

/**
 * Reads percent-encoded bytes by hand: no character set, no folding of dot segments, and {@code +}
 * is a plus. A character that is not encoded is its own byte.
 */
final class PercentCode {
  private PercentCode() {}

  /**
   * The bytes of this text.
   *
   * @throws BadEscapeException if a percent sign is not followed by two hexadecimal digits, or a
   *     character is no byte
   */
  static byte[] decode(String text) throws BadEscapeException {
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes[length++] = (byte) (digit(text, i, i + 1) << 4 | digit(text, i, i + 2));
        i += 2;
      } else if (c > 0xff) {
        throw new BadEscapeException("character " + (int) c + " at " + i + " is no byte");
      } else {
        bytes[length++] = (byte) c;
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  private static int digit(String text, int percent, int at) throws BadEscapeException {
    int digit = at < text.length() ? hexadecimal(text.charAt(at)) : -1;
    if (digit < 0) {
      String shown = text.substring(percent, Math.min(percent + 3, text.length()));
      throw new BadEscapeException(
          "bad percent escape \""
              + shown
              + "\" at "
              + percent
              + ": it takes two hexadecimal digits");
    }
    return digit;
  }

  /** Of ASCII alone: {@link Character#digit} also takes digits of other scripts. */
  private static int hexadecimal(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  /** An escape that stands for no byte. */
  static final class BadEscapeException extends Exception {
    private static final long serialVersionUID = 1;

    BadEscapeException(String message) {
      super(message);
    }
  }
}
