package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.cli.imports.ImportCommand;
import io.knowfirst.server.model.Event;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line, to a server over HTTP. */
class FeedImportTest {
  @RegisterExtension private static final TestApi api = TestApi.start();

  private final StringWriter out = new StringWriter();
  @TempDir private Path directory;

  @BeforeEach
  void forget() {
    api.taken.clear();
  }

  @Test
  void a_table_of_another_encoding_with_other_names_is_read_by_its_mapping() throws IOException {
    var mapping =
        write(
            "crm.yaml",
            "UTF-8",
            """
            source: crm
            encoding: windows-1252
            dates: dd.MM.yyyy
            timezone: Europe/Berlin
            columns: {Kundennummer: id, Geändert: updated_at, Größe: shoe_size, Intern: ""}
            """);
    var file =
        write(
            "kunden.csv",
            "windows-1252",
            "Kundennummer;Geändert;Größe;Ort;Intern\n77;01.11.2026;42;Köln;x\n");

    assertThat(run("customers", file, "--mapping", mapping)).as(out.toString()).isZero();
    assertThat(api.taken).hasSize(1);
    var customer = api.taken.get(0);
    assertThat(customer.visitor()).isEqualTo("77");
    assertThat(customer.at()).isEqualTo(Instant.parse("2026-10-31T23:00:00Z"));
    assertThat(customer.values()).isEqualTo(Map.of("shoe_size", "42", "Ort", "Köln"));
    assertThat(customer.id()).startsWith("feed:crm:");
  }

  @Test
  void without_a_time_of_its_own_a_record_was_so_when_the_file_was_written() throws IOException {
    var file = write("customers.ndjson", "UTF-8", "{\"id\":\"v-9\",\"tier\":\"gold\"}\n");
    Files.setLastModifiedTime(Path.of(file), FileTime.from(Instant.parse("2026-11-21T04:00:00Z")));
    assertThat(run("customers", file)).as(out.toString()).isZero();
    assertThat(run("customers", file)).isZero();
    assertThat(api.taken).hasSize(2);
    assertThat(api.taken.get(0).at()).isEqualTo(Instant.parse("2026-11-21T04:00:00Z"));
    assertThat(api.taken.get(1).id()).isEqualTo(api.taken.get(0).id());
  }

  @Test
  void a_large_feed_comes_in_parts_that_cut_no_order_and_name_lines_of_the_file()
      throws IOException {
    var lines = new ArrayList<>(List.of("order_id,customer_id,ordered_at,product,price"));
    for (int i = 0; i < 1_200; i++) {
      var price = i == 1_100 ? "?" : i == 700 ? "1" : "9.90";
      var customer = i == 900 ? "undefined" : "v-9";
      lines.add("o-%d,%s,2026-11-20,p-%d,%s".formatted(i / 3, customer, i, price));
    }
    var file = write("orders.csv", "UTF-8", String.join("\n", lines));

    assertThat(run("orders", file)).as(out.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("records +1,200\n")
        .containsPattern("accepted +1,194\n")
        .containsPattern("rejected +6\n")
        .contains("line 1102: price is \"?\", expected an amount")
        .contains("line 1100: order_id is \"o-366\", expected one whose lines are all right")
        .contains("line 902: customer_id is \"v-9\", expected that of the order's first line");
    assertThat(api.taken).extracting(Event::name).containsOnly("Order Completed").hasSize(398);
    assertThat(api.taken).allSatisfy(order -> assertThat(order.items()).hasSize(3));
  }

  @Test
  void a_dry_run_tells_all_and_stores_nothing() throws IOException {
    var file =
        write(
            "contacts.csv",
            "UTF-8",
            "customer_id,type,at\nv-9,call,2026-11-20\nv-9,fax,2026-11-20\n");
    assertThat(run("contacts", file, "--dry-run")).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("checked, nothing is stored")
        .contains("line 3: type is \"fax\", expected call, catalogue-request, letter, note, visit");
    assertThat(api.taken).isEmpty();
  }

  @Test
  void products_of_any_table_go_into_the_catalogue() throws IOException {
    var mapping =
        write(
            "erp.yaml",
            "UTF-8",
            "decimal: \",\"\ncolumns: {Art: id, Text: name, Gruppe: category, VK: price}\n");
    var file =
        write(
            "products.csv",
            "UTF-8",
            "Art\tText\tGruppe\tVK\tFarbe\n9\tBohrer\tTools/Drills\t1.049,00\tblau\n8\tSäge\tTools\tfrei\trot\n");
    assertThat(run("products", file, "--mapping", mapping)).as(out.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("accepted +1\n")
        .contains("line 3: price is \"frei\", expected an amount such as 1.299,90");
  }

  @Test
  void a_mapping_that_is_none_is_told() throws IOException {
    var file = write("stock.csv", "UTF-8", "product,stock\np-77,1\n");
    for (var wrong : List.of("decimal: x", "colums: {}", "dates: qqqqqqqq", "encoding: latin-77")) {
      out.getBuffer().setLength(0);
      var mapping = write("wrong.yaml", "UTF-8", wrong);
      assertThat(run("stock", file, "--mapping", mapping)).as(wrong).isNotZero();
      assertThat(out.toString()).as(wrong).contains("Maybe");
    }
    assertThat(run("stocks", file)).isEqualTo(2);
  }

  private String write(String name, String encoding, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text, Charset.forName(encoding)).toString();
  }

  private int run(String feed, String file, String... more) {
    var args =
        new ArrayList<>(List.of("feed", feed, file, "--server", "http://127.0.0.1:" + api.port()));
    args.addAll(List.of("--key", api.secret));
    args.addAll(List.of(more));
    var line = new CommandLine(new ImportCommand()).setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          out.append(String.valueOf(failure.getMessage()));
          return 1;
        });
    return line.execute(args.toArray(String[]::new));
  }
}
