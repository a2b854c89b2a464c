package io.dynamo.api;

import java.time.Duration;

/**
 * The section of the configuration that belongs to one plug-in, in JDK types. Names are relative to
 * that section ({@code "map.size"}). Each method answers the default if the option is absent, and
 * throws {@link IllegalArgumentException}, naming the option and where it stands, if it has another
 * type.
 */
public interface Settings {
  String text(String name, String defaultValue);

  long number(String name, long defaultValue);

  boolean flag(String name, boolean defaultValue);

  /** A size in bytes; the configuration may say {@code 16MiB}. */
  long bytes(String name, long defaultValue);

  /** A length of time; the configuration may say {@code 500ms}. */
  Duration duration(String name, Duration defaultValue);
}
