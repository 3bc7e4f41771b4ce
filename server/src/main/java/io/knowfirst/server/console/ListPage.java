package io.knowfirst.server.console;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A page of a long list.
 *
 * @param number of the page, from 1
 * @param all how many there are on all pages
 */
record ListPage<T>(List<T> items, int number, int pages, int all) {
  /** The page that the request asks for, or the nearest there is. */
  static <T> ListPage<T> of(ConsoleRequest request, List<T> all, int size) {
    int pages = Math.max(1, (all.size() + size - 1) / size);
    var asked = request.field("page");
    int number = asked.matches("[1-9][0-9]{0,5}") ? Math.min(pages, Integer.parseInt(asked)) : 1;
    int from = (number - 1) * size;
    return new ListPage<>(
        List.copyOf(all.subList(from, Math.min(all.size(), from + size))),
        number,
        pages,
        all.size());
  }

  /** Whether one of the texts holds what is searched for. */
  static boolean matches(String search, Stream<String> texts) {
    var wanted = search.toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        || texts.anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
