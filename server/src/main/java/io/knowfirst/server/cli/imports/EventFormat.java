package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** How a file says what happened. */
interface EventFormat {
  /** The event of a line; empty for a line that says nothing, such as the head. */
  Optional<Line> event(TextFile.Text line);

  /** The product that a line tells of, as {@code PUT /v1/catalogue} takes it. */
  Optional<ObjectNode> product(TextFile.Text line);
}
