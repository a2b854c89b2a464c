package io.dynamo.server.command.console;

import io.vertx.core.json.JsonObject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes. What it was asked for goes to {@code out}, everything else to
 * {@code err}, so that {@code out} can be piped on. Text is UTF-8.
 *
 * @param terminal whether a person watches {@code err}
 */
public record Streams(InputStream in, PrintStream out, PrintStream err, boolean terminal) {
  /** Set by the launcher if standard error is a terminal. */
  private static final String TERMINAL = "dynamo.terminal";

  /** The streams of this process. */
  public static Streams ofProcess() {
    return new Streams(
        System.in,
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Boolean.getBoolean(TERMINAL));
  }

  /** Writes one JSON document, and a line end, to {@code out}. */
  public void json(JsonObject document) {
    out.println(document.encode());
    out.flush();
  }

  /** Writes a line to {@code out}. */
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Tells the person at the terminal something, each line marked as the command's. */
  public void tell(String text) {
    text.lines().forEach(line -> err.println("dynamo: " + line));
    err.flush();
  }

  /** {@code out} for the command-line parser. */
  public PrintWriter outWriter() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  /** {@code err} for the command-line parser. */
  public PrintWriter errWriter() {
    return new PrintWriter(err, true, StandardCharsets.UTF_8);
  }
}
