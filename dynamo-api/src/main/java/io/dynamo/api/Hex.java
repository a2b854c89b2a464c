package io.dynamo.api;

/** Numbers of 64 bits as 16 hexadecimal digits, as ids and positions are shown. */
final class Hex {
  private Hex() {}

  static String of(long value) {
    StringBuilder digits = new StringBuilder(16);
    for (int shift = 60; shift >= 0; shift -= 4) {
      digits.append(Character.forDigit((int) (value >>> shift) & 15, 16));
    }
    return digits.toString();
  }
}
