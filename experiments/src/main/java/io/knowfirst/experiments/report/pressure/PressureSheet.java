package io.knowfirst.experiments.report.pressure;

import io.knowfirst.experiments.report.Sheet;
import io.knowfirst.experiments.report.Texts;
import io.knowfirst.experiments.report.pressure.Pressure.OnChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Contact pressure in words, and a bar for each number of contacts. */
final class PressureSheet {
  private static final String NONE = "\u2013";
  private static final int WIDTH = 640;
  private static final int HEIGHT = 160;
  private static final int FOOT = 24;

  private final Pressure pressure;
  private final Texts texts;

  PressureSheet(Pressure pressure, Texts texts) {
    this.pressure = pressure;
    this.texts = texts;
  }

  Sheet sheet() {
    var tables = new ArrayList<Sheet.Table>();
    tables.add(summary());
    Stream.concat(Stream.of(pressure.all()), pressure.channels().stream())
        .filter(one -> one.weeks() > 0)
        .map(this::distribution)
        .forEach(tables::add);
    return new Sheet(
        texts,
        texts.get("title"),
        texts.get("heading"),
        texts.day(pressure.from()) + " \u2013 " + texts.day(pressure.until()),
        banner(),
        tables,
        List.of(
            texts.get("method.contact"),
            texts.get("method.week"),
            texts.get("method.cap"),
            texts.format("method.many", Pressure.MANY)),
        List.of());
  }

  private Sheet.Banner banner() {
    var all = pressure.all();
    if (all.weeks() == 0) {
      return new Sheet.Banner("calm", "\u2026", texts.get("banner.none"), List.of());
    }
    var cap = all.cap();
    var atCap = all.atCap();
    return new Sheet.Banner(
        "calm",
        "\u2300",
        texts.format("banner.mean", mean(all)),
        cap == null || atCap == null
            ? List.of(texts.get("banner.noCap"))
            : List.of(texts.format("banner.atCap", texts.percent(atCap), cap)));
  }

  private Sheet.Table summary() {
    var rows = new ArrayList<List<String>>();
    rows.add(row(pressure.all()));
    pressure.channels().forEach(channel -> rows.add(row(channel)));
    return new Sheet.Table(
        texts.get("summary"),
        "",
        List.of(
            texts.get("channel"),
            texts.get("contacts"),
            texts.get("weeks"),
            texts.get("mean"),
            texts.get("cap"),
            texts.get("atCap")),
        List.of(),
        rows);
  }

  private List<String> row(OnChannel one) {
    var cap = one.cap();
    var atCap = one.atCap();
    return List.of(
        name(one),
        texts.count(one.contacts()),
        texts.count(one.weeks()),
        mean(one),
        cap == null ? NONE : texts.count(cap),
        atCap == null ? NONE : texts.percent(atCap));
  }

  private Sheet.Table distribution(OnChannel one) {
    var rows = new ArrayList<List<String>>();
    for (int many = 1; many <= Pressure.MANY; many++) {
      long weeks = one.distribution().get(many - 1);
      rows.add(
          List.of(label(many), texts.count(weeks), texts.percent((double) weeks / one.weeks())));
    }
    return new Sheet.Table(
        texts.format("distribution", name(one)),
        "",
        List.of(texts.get("contactsAWeek"), texts.get("weeks"), texts.get("share")),
        List.of(),
        rows,
        plot(one));
  }

  /** Bars; those at the cap and above are marked. */
  private String plot(OnChannel one) {
    long most = one.distribution().stream().mapToLong(Long::longValue).max().orElse(1);
    var svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"bars\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"100%%\" height=\"%d\" aria-label=\"",
            WIDTH,
            HEIGHT + FOOT,
            HEIGHT + FOOT));
    svg.append(escaped(texts.format("plot", name(one)))).append("\">");
    double step = (double) WIDTH / Pressure.MANY;
    var cap = one.cap();
    for (int many = 1; many <= Pressure.MANY; many++) {
      double height = (double) one.distribution().get(many - 1) / most * (HEIGHT - 8);
      double left = (many - 1) * step;
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
              left + step * 0.15,
              HEIGHT - height,
              step * 0.7,
              height,
              cap != null && many >= cap ? "#b45309" : "#2563eb"));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" font-size=\"13\" fill=\"currentColor\">%s</text>",
              left + step / 2,
              HEIGHT + FOOT - 6,
              label(many)));
    }
    return svg.append("</svg>").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static String label(int many) {
    return many == Pressure.MANY ? many + "+" : Integer.toString(many);
  }

  private String mean(OnChannel one) {
    return texts.format("number", one.mean());
  }

  private String name(OnChannel one) {
    return one.channel().isEmpty() ? texts.get("allChannels") : one.channel();
  }
}
