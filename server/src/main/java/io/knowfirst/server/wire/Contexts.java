package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.model.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The context of a request, for those who have one in a file: read as that of any request. */
public final class Contexts {
  private Contexts() {}

  /**
   * What was read, and all that is wrong in it.
   *
   * @param context without what is wrong
   */
  public record Read(Context context, List<Wrong> wrong) {
    public Read {
      wrong = List.copyOf(wrong);
    }
  }

  /**
   * One thing that is wrong.
   *
   * @param path names that lead to it
   * @param value what stands there; null where nothing does
   * @param expected what should; null where nothing should
   * @param advice a sentence that begins with Maybe
   */
  public record Wrong(
      List<String> path,
      @Nullable String value,
      @Nullable String expected,
      @Nullable String advice) {
    public Wrong {
      path = List.copyOf(path);
    }
  }

  /** Reads it; what is wrong is told and read as absent. */
  public static Read read(JsonNode context) {
    var faults = new Faults();
    var read = ContextReader.read(Fields.of(context, At.ROOT, faults));
    return new Read(read, faults.list().stream().map(Contexts::wrong).toList());
  }

  private static Wrong wrong(Fault fault) {
    var path =
        fault.pointer().isEmpty()
            ? List.<String>of()
            : List.of(fault.pointer().substring(1).split("/", -1)).stream()
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .toList();
    boolean known = !fault.expected().equals(Faults.NO_SUCH_FIELD);
    return new Wrong(path, fault.value(), known ? fault.expected() : null, fault.advice());
  }
}
