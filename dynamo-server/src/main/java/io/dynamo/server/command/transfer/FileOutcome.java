package io.dynamo.server.command.transfer;

import java.util.Locale;

/**
 * What became of one file.
 *
 * @param detail for people; empty if there is nothing to tell
 */
record FileOutcome(Kind kind, String detail) {
  static final FileOutcome PUT = new FileOutcome(Kind.PUT, "");
  static final FileOutcome EQUAL = new FileOutcome(Kind.EQUAL, "");

  /** Every way that a file can end, in the order in which they are counted and shown. */
  enum Kind {
    /** Its bytes were put. */
    PUT,
    /** Its bytes were there. */
    EQUAL,
    /** Other bytes are there. */
    DIFFERENT,
    /** Nothing is there. */
    MISSING,
    /** Several values are there. */
    SIBLINGS,
    /** It cannot be a key or a value, or not be read. */
    SKIPPED,
    /** The cluster did not answer, whatever was tried. */
    UNAVAILABLE,
    /** It may have been put. */
    UNKNOWN,
    /** The cluster will not take it. */
    FAILED;

    /** As it stands in messages and JSON. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the file is where it should be. */
    boolean isGood() {
      return this == PUT || this == EQUAL;
    }
  }
}
