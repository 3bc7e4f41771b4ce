package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import java.util.List;

/** Looks for one sort of thing that may go live but hardly does what its author wants. */
interface Advice {
  void about(Survey survey, List<Finding> findings);
}
