package io.dynamo.bench.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** The figures of a run that has ended, as text for people or as JSON. */
final class Report {
  private final LoadRecord record;

  Report(LoadRecord record) {
    this.record = record;
  }

  /** A table: one row for each window, then one for the whole run. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-8s %8s %8s %6s %7s %6s %6s %6s %9s %9s %9s %9s%n",
            "seconds",
            "attempts",
            "ok",
            "stale",
            "revived",
            "unav.",
            "unkn.",
            "wrong",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "max ms"));
    text.append(row("warm-up", record.warmUp()));
    List<Figures> windows = record.windows();
    for (int i = 0; i < windows.size(); i++) {
      text.append(row(Integer.toString(i * Schedule.WINDOW_SECONDS), windows.get(i)));
    }
    text.append(row("all", record.whole()));
    Figures whole = record.whole();
    text.append(
        String.format(
            Locale.ROOT,
            "attempts %d %s ok %d + unavailable %d + unknown %d + wrong %d; begun at most %.1f ms late%n",
            whole.attempts(),
            whole.addUp() ? "=" : "!=",
            whole.ok(),
            whole.unavailable(),
            whole.unknown(),
            whole.wrong(),
            record.latestStartMillis()));
    return text.toString();
  }

  private static String row(String name, Figures figures) {
    return String.format(
        Locale.ROOT,
        "%-8s %8d %8d %6d %7d %6d %6d %6d %9.1f %9.1f %9.1f %9.1f%n",
        name,
        figures.attempts(),
        figures.ok(),
        figures.stale(),
        figures.revived(),
        figures.unavailable(),
        figures.unknown(),
        figures.wrong(),
        figures.percentileMillis(50),
        figures.percentileMillis(99),
        figures.percentileMillis(99.9),
        figures.maxMillis());
  }

  /** One document; times are milliseconds. */
  JsonObject json() {
    JsonArray windows = new JsonArray();
    List<Figures> all = record.windows();
    for (int i = 0; i < all.size(); i++) {
      windows.add(json(all.get(i)).put("fromSeconds", i * Schedule.WINDOW_SECONDS));
    }
    return new JsonObject()
        .put("addsUp", record.addsUp())
        .put("latestStartMillis", record.latestStartMillis())
        .put("warmUp", json(record.warmUp()))
        .put("whole", json(record.whole()))
        .put("windows", windows);
  }

  private static JsonObject json(Figures figures) {
    return new JsonObject()
        .put("attempts", figures.attempts())
        .put("ok", figures.ok())
        .put("stale", figures.stale())
        .put("revived", figures.revived())
        .put("unavailable", figures.unavailable())
        .put("unknown", figures.unknown())
        .put("wrong", figures.wrong())
        .put("p50Millis", figures.percentileMillis(50))
        .put("p99Millis", figures.percentileMillis(99))
        .put("p999Millis", figures.percentileMillis(99.9))
        .put("maxMillis", figures.maxMillis());
  }
}
