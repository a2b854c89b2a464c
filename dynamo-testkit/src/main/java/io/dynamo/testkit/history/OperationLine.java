package io.dynamo.testkit.history;

import io.dynamo.testkit.history.Operation.Kind;
import io.dynamo.testkit.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * An operation as a line of text: number, client, key, kind, write id, number of the context (-1
 * for none), outcome, start, end (- for none), and each returned value, with tabs between. In names
 * and values {@code \t}, {@code \n}, {@code \r} and {@code \\} stand for tab, ends of lines and
 * backslash.
 */
final class OperationLine {
  private static final int FIELDS_BEFORE_VALUES = 9;
  private static final String NO_END = "-";

  private OperationLine() {}

  static String format(Operation operation) {
    List<String> fields = new ArrayList<>();
    fields.add(Integer.toString(operation.number()));
    fields.add(escape(operation.client()));
    fields.add(escape(operation.key()));
    fields.add(operation.kind().name());
    fields.add(escape(operation.writeId()));
    fields.add(Integer.toString(operation.contextOf()));
    fields.add(operation.outcome().name());
    fields.add(Long.toString(operation.startNanos()));
    fields.add(
        operation.endNanos() == Operation.NEVER_ENDED
            ? NO_END
            : Long.toString(operation.endNanos()));
    operation.values().forEach(value -> fields.add(escape(value)));
    return String.join("\t", fields);
  }

  static Operation parse(String line) {
    List<String> fields = fields(line);
    if (fields.size() < FIELDS_BEFORE_VALUES) {
      throw new IllegalArgumentException("not an operation: \"" + line + "\"");
    }
    String end = fields.get(8);
    try {
      return new Operation(
          Integer.parseInt(fields.get(0)),
          fields.get(1),
          fields.get(2),
          Kind.valueOf(fields.get(3)),
          fields.get(4),
          Integer.parseInt(fields.get(5)),
          Outcome.valueOf(fields.get(6)),
          fields.subList(FIELDS_BEFORE_VALUES, fields.size()),
          Long.parseLong(fields.get(7)),
          end.equals(NO_END) ? Operation.NEVER_ENDED : Long.parseLong(end));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an operation: \"" + line + "\"", e);
    }
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  /** The fields between the tabs, without escapes. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\t') {
        fields.add(field.toString());
        field.setLength(0);
      } else if (c == '\\' && i + 1 < line.length()) {
        i++;
        field.append(unescape(line.charAt(i)));
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  private static char unescape(char c) {
    return switch (c) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> c;
    };
  }
}
