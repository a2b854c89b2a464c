package io.dynamo.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The known name that somebody may have meant. */
final class Spelling {
  /** More changed letters than this are another word. */
  private static final int MAX_DISTANCE = 4;

  private Spelling() {}

  /** {@code "; did you mean x?"}, or nothing if no known name is near. */
  static String didYouMean(String name, List<String> known) {
    String nearest = sameLastWord(name, known);
    if (nearest == null) {
      nearest = nearest(name, known);
    }
    return nearest == null ? "" : "; did you mean " + nearest + "?";
  }

  private static @Nullable String nearest(String name, List<String> known) {
    String nearest = null;
    int least = MAX_DISTANCE + 1;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** For an option that stands in the wrong section. */
  private static @Nullable String sameLastWord(String name, List<String> known) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    List<String> same = known.stream().filter(k -> k.endsWith("." + last)).toList();
    return same.size() == 1 ? same.get(0) : null;
  }

  /** Levenshtein's: how many letters to add, drop or change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
