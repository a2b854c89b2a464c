package io.dynamo.server.http;

import io.dynamo.server.frontend.QuorumWish;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/**
 * The query of a {@code /kv} request: {@code r w pr pw sloppy timeout}, each at most once. Whether
 * a number is within its limits is not decided here, but 0, which stands for "not given", is
 * refused.
 */
final class QueryOptions {
  private final TreeSet<String> given = new TreeSet<>();
  private int reads;
  private int writes;
  private int readOwners;
  private int writeOwners;
  private boolean sloppy = true;
  private long timeoutNanos;

  private QueryOptions() {}

  /** Reads a query as it was sent. */
  static QueryOptions parse(String query) throws ProblemException {
    QueryOptions options = new QueryOptions();
    for (String parameter : query.split("&", -1)) {
      if (parameter.isEmpty()) {
        continue;
      }
      int equals = parameter.indexOf('=');
      String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
      options.set(name, equals < 0 ? "" : decode(parameter.substring(equals + 1)));
    }
    return options;
  }

  QuorumWish ofGet() {
    return new QuorumWish(reads, readOwners, sloppy, timeoutNanos);
  }

  QuorumWish ofPut() {
    return new QuorumWish(writes, writeOwners, sloppy, timeoutNanos);
  }

  private void set(String name, String value) throws ProblemException {
    if (!given.add(name)) {
      throw new ProblemException(Problems.badParameter(name, name + " is given twice"));
    }
    switch (name) {
      case "r" -> reads = count(name, value);
      case "w" -> writes = count(name, value);
      case "pr" -> readOwners = count(name, value);
      case "pw" -> writeOwners = count(name, value);
      case "sloppy" -> sloppy = flag(name, value);
      case "timeout" -> timeoutNanos = nanos(value);
      default ->
          throw new ProblemException(
              Problems.badParameter(
                  name,
                  "unknown query parameter \""
                      + name
                      + "\": known are r, w, pr, pw, sloppy and timeout"));
    }
  }

  private static int count(String name, String value) throws ProblemException {
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) == 0) {
      throw new ProblemException(
          Problems.badQuorum(name + " must be a number from 1 to N, was \"" + value + "\""));
    }
    return Integer.parseInt(value);
  }

  private static boolean flag(String name, String value) throws ProblemException {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ProblemException(
              Problems.badParameter(name, name + " must be true or false, was \"" + value + "\""));
    };
  }

  /** {@code 500ms}, {@code 2s}; a plain number is in milliseconds. */
  private static long nanos(String value) throws ProblemException {
    if (!value.matches("[0-9]{1,9}(ms|s)?") || value.matches("0+(ms|s)?")) {
      throw new ProblemException(
          new Problem(
              400,
              "bad-timeout",
              "Bad timeout",
              "timeout must be 1ms..60s, as in 500ms or 2s, was \"" + value + "\""));
    }
    if (value.endsWith("ms")) {
      return Long.parseLong(value.substring(0, value.length() - 2)) * 1_000_000;
    }
    return value.endsWith("s")
        ? Long.parseLong(value.substring(0, value.length() - 1)) * 1_000_000_000
        : Long.parseLong(value) * 1_000_000;
  }

  private static String decode(String text) throws ProblemException {
    try {
      return new String(PercentCode.decode(text), StandardCharsets.UTF_8);
    } catch (PercentCode.BadEscapeException e) {
      throw new ProblemException(Problems.badEscape("in the query: " + e.getMessage()));
    }
  }
}
