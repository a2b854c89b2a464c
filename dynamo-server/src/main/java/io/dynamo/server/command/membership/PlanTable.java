package io.dynamo.server.command.membership;

import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.Document;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A plan as people read it. */
final class PlanTable {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private PlanTable() {}

  static void print(Streams streams, String words, JsonObject plan) {
    streams.line("plan to " + words);
    streams.line("");
    streams.line("%-24s %7s %7s".formatted("copies on", "before", "after"));
    shares(streams, "node", Document.objects(plan, "nodes"));
    List<JsonObject> zones = Document.objects(plan, "zones");
    if (zones.size() > 1) {
      shares(streams, "zone", zones);
    }
    streams.line("");
    int moved = plan.getInteger("copiesMoved", 0);
    streams.line(
        moved == 0 ? "nothing has to be copied" : moved + " copies of partitions are to be made");
    Long bytes = plan.getLong("estimatedBytes");
    if (moved > 0) {
      streams.line(
          bytes == null
              ? "how many bytes that is cannot be told here"
              : "an estimate of "
                  + size(bytes)
                  + ", by what partitions have on the node that was asked");
    }
    int atRisk = plan.getInteger("partitionsAtRisk", 0);
    if (atRisk > 0) {
      streams.line(
          atRisk
              + " partitions have fewer copies than they should on nodes that answer, until then");
    }
    JsonArray warnings = plan.getJsonArray("warnings", new JsonArray());
    warnings.forEach(warning -> streams.line("warning: " + warning));
    streams.line("plan " + plan.getString("plan", "?"));
  }

  private static void shares(Streams streams, String what, List<JsonObject> shares) {
    for (JsonObject share : shares) {
      String name = share.getString(what, "?");
      streams.line(
          "%-24s %7d %7d"
              .formatted(
                  what + " " + (name.isEmpty() ? "-" : name),
                  share.getInteger("before", 0),
                  share.getInteger("after", 0)));
    }
  }

  /** As in {@code 1.2 GiB}; {@code ?} of what is not known. */
  static String size(@Nullable Long bytes) {
    if (bytes == null) {
      return "?";
    }
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }
}
