package io.dynamo.server.command.transfer;

import io.dynamo.server.command.remote.KeyValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** What a file held at one moment. */
sealed interface FileBytes {
  /** How often a file is read that changes meanwhile. */
  int TRIES = 3;

  /**
   * All of it.
   *
   * @param room what was taken of the budget for it
   */
  record Whole(byte[] bytes, long room) implements FileBytes {}

  /** It cannot be a value, whoever reads it. */
  record TooLarge(long size) implements FileBytes {}

  /** It cannot be had now, for this reason. */
  record Unreadable(String reason) implements FileBytes {}

  /**
   * Reads a file. One that changes while it is read is read again, a few times: else its value
   * might be a mixture that the file never held.
   *
   * @param budget from which room for the file and for a value to compare it with is taken; the
   *     caller gives it back if the answer is {@link Whole}
   */
  static FileBytes read(Path path, ByteBudget budget) throws InterruptedException {
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        BasicFileAttributes before = attributes(path);
        if (before.size() > KeyValues.MAX_VALUE_BYTES) {
          return new TooLarge(before.size());
        }
        byte[] bytes = null;
        long room = 2 * before.size();
        budget.take(room);
        try {
          bytes = readIfUnchanged(path, before);
        } finally {
          if (bytes == null) {
            budget.giveBack(room);
          }
        }
        if (bytes != null) {
          return new Whole(bytes, room);
        }
      }
      return new Unreadable("changes while it is read");
    } catch (IOException e) {
      return new Unreadable("cannot be read: " + e);
    }
  }

  private static byte @Nullable [] readIfUnchanged(Path path, BasicFileAttributes before)
      throws IOException {
    int size = (int) before.size();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(size);
      boolean same =
          bytes.length == size
              && in.read() < 0
              && attributes(path).lastModifiedTime().equals(before.lastModifiedTime());
      return same ? bytes : null;
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }
}
