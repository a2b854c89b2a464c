package io.dynamo.server.command.transfer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what became of files. Any thread may call. */
final class Tally {
  /** More are counted, but not listed in JSON. */
  static final int MAX_LISTED = 10_000;

  private final Map<FileOutcome.Kind, Integer> counts = new EnumMap<>(FileOutcome.Kind.class);
  private final List<JsonObject> problems = new ArrayList<>();
  private int files;
  private long bytes;

  /** Counts a file of this size. */
  synchronized void add(TreeFile file, FileOutcome outcome) {
    files++;
    bytes += file.size();
    counts.merge(outcome.kind(), 1, Integer::sum);
    if (!outcome.kind().isGood() && problems.size() < MAX_LISTED) {
      problems.add(
          new JsonObject()
              .put("file", file.name())
              .put("outcome", outcome.kind().word())
              .put("detail", outcome.detail()));
    }
  }

  synchronized int count(FileOutcome.Kind... kinds) {
    int count = 0;
    for (FileOutcome.Kind kind : kinds) {
      count += counts.getOrDefault(kind, 0);
    }
    return count;
  }

  synchronized int files() {
    return files;
  }

  synchronized long bytes() {
    return bytes;
  }

  /** {@code 12 files, 3456 bytes: 10 put, 2 equal, 0.5 s}, with the other kinds that occurred. */
  synchronized String summary(long nanos) {
    StringBuilder text = new StringBuilder();
    text.append(files).append(" files, ").append(bytes).append(" bytes:");
    for (FileOutcome.Kind kind : FileOutcome.Kind.values()) {
      int count = counts.getOrDefault(kind, 0);
      if (count > 0) {
        text.append(' ').append(count).append(' ').append(kind.word()).append(',');
      }
    }
    return text.append(" %.1f s".formatted(nanos / 1e9)).toString();
  }

  synchronized JsonObject toJson(long nanos) {
    JsonObject json = new JsonObject().put("files", files).put("bytes", bytes);
    for (FileOutcome.Kind kind : FileOutcome.Kind.values()) {
      json.put(kind.word(), counts.getOrDefault(kind, 0));
    }
    return json.put("seconds", Math.round(nanos / 1e6) / 1e3)
        .put("problems", new JsonArray(problems));
  }
}
