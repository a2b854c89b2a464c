package io.dynamo.bench.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A picture of lines in SVG: a few points on each line, a scale on each side, a legend. */
final class Chart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 110;
  private static final List<String> COLOURS =
      List.of("#c0392b", "#2471a3", "#1e8449", "#c0392b", "#2471a3", "#1e8449");

  private final String title;
  private final Axis across;
  private final Axis up;
  private final List<Line> lines = new ArrayList<>();

  /**
   * One direction.
   *
   * @param from the value at its beginning
   * @param to the value at its end
   * @param logarithmic whether equal lengths are equal factors
   * @param marks the values written on it
   */
  record Axis(String title, double from, double to, boolean logarithmic, List<Double> marks) {
    /** Where between 0 and 1 this value is. */
    double place(double value) {
      return logarithmic
          ? Math.log(value / from) / Math.log(to / from)
          : (value - from) / (to - from);
    }
  }

  /**
   * One line.
   *
   * @param dashed whether it is drawn broken
   */
  record Line(String title, boolean dashed, List<Point> points) {}

  /** One point of a line. */
  record Point(double x, double y) {}

  Chart(String title, Axis across, Axis up) {
    this.title = title;
    this.across = across;
    this.up = up;
  }

  void add(Line line) {
    lines.add(line);
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"12\">\n",
            WIDTH, HEIGHT));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    text(svg, WIDTH / 2.0, 22, "middle", title);
    scales(svg);
    for (int i = 0; i < lines.size(); i++) {
      draw(svg, i);
    }
    return svg.append("</svg>\n").toString();
  }

  private double x(double value) {
    return LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - up.place(value) * (HEIGHT - TOP - BOTTOM);
  }

  private void scales(StringBuilder svg) {
    for (double mark : up.marks()) {
      line(svg, LEFT, y(mark), WIDTH - RIGHT, y(mark));
      text(svg, LEFT - 6, y(mark) + 4, "end", number(mark));
    }
    for (double mark : across.marks()) {
      line(svg, x(mark), TOP, x(mark), HEIGHT - BOTTOM);
      text(svg, x(mark), HEIGHT - BOTTOM + 16, "middle", number(mark));
    }
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - BOTTOM + 34, "middle", across.title());
    text(svg, 8, TOP - 8, "start", up.title());
  }

  private void draw(StringBuilder svg, int number) {
    Line line = lines.get(number);
    String style =
        format(
            "stroke=\"%s\" stroke-width=\"2\" fill=\"none\"%s",
            COLOURS.get(number % COLOURS.size()), line.dashed() ? " stroke-dasharray=\"5 4\"" : "");
    svg.append("<polyline ").append(style).append(" points=\"");
    line.points().forEach(point -> svg.append(format("%.1f,%.1f ", x(point.x()), y(point.y()))));
    svg.append("\"/>\n");
    double legendX = LEFT + (number % 2) * 340.0;
    int row = number / 2;
    double legendY = HEIGHT - BOTTOM + 56 + row * 18.0;
    svg.append(
        format(
            "<line %s x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            style, legendX, legendY - 4, legendX + 28, legendY - 4));
    text(svg, legendX + 34, legendY, "start", line.title());
  }

  private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        format(
            "<line stroke=\"#dddddd\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            x1, y1, x2, y2));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    svg.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, escaped));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? format("%.0f", value) : format("%.1f", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
