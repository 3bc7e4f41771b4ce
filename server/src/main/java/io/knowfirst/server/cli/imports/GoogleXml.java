package io.knowfirst.server.cli.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The items of an RSS feed, or the entries of an Atom feed. Nothing outside the file is read. */
final class GoogleXml implements GoogleFeed.Source {
  private final Path file;
  private final InputStream stream;
  private final XMLStreamReader xml;
  private long number;

  GoogleXml(Path file) {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    this.file = file;
    try {
      this.stream = Files.newInputStream(file);
      this.xml = factory.createXMLStreamReader(stream);
    } catch (IOException | XMLStreamException e) {
      throw unreadable(e);
    }
  }

  @Override
  public @Nullable Map<String, String> next() {
    try {
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT
            && (xml.getLocalName().equals("item") || xml.getLocalName().equals("entry"))) {
          number++;
          return fields();
        }
      }
      return null;
    } catch (XMLStreamException e) {
      throw unreadable(e);
    }
  }

  private Map<String, String> fields() throws XMLStreamException {
    var fields = new HashMap<String, String>();
    int depth = 1;
    String name = null;
    var text = new StringBuilder();
    while (depth > 0) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          name = depth == 2 ? Records.name(xml.getLocalName()) : null;
          text.setLength(0);
          var link = depth == 2 ? xml.getAttributeValue(null, "href") : null;
          text.append(link == null ? "" : link);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          if (name != null && depth == 1 && !text.toString().isBlank()) {
            fields.putIfAbsent(name, text.toString().strip());
          }
          name = null;
        }
        default -> {}
      }
    }
    return fields;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public void close() {
    try {
      xml.close();
      stream.close();
    } catch (IOException | XMLStreamException e) {
      throw unreadable(e);
    }
  }

  private ImportException unreadable(Exception e) {
    return new ImportException("FILE is " + file + ", which cannot be read: " + e.getMessage(), e);
  }
}
