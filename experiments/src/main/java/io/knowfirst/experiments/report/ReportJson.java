package io.knowfirst.experiments.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.knowfirst.experiments.report.Report.Sentence;
import java.io.IOException;

/** A report's model as JSON; sentences are written out in the reader's language. */
public final class ReportJson {

  private ReportJson() {}

  /** Writes a model that holds sentences. */
  public static String render(Object report, Texts texts) {
    var module = new SimpleModule().addSerializer(new SentenceSerializer(texts));
    var mapper =
        new ObjectMapper().registerModule(module).enable(SerializationFeature.INDENT_OUTPUT);
    try {
      return mapper.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "%s is not writable as JSON. Maybe a sentence has a value of a new type."
              .formatted(report.getClass().getSimpleName()),
          e);
    }
  }

  private static final class SentenceSerializer extends StdSerializer<Sentence> {

    private final transient Texts texts;

    SentenceSerializer(Texts texts) {
      super(Sentence.class);
      this.texts = texts;
    }

    @Override
    public void serialize(Sentence sentence, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(texts.sentence(sentence));
    }
  }
}
