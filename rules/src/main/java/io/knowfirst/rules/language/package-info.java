/** The rule tree: what rules say, read once from their text; Drools' parser gives the outline. */
@NullMarked
package io.knowfirst.rules.language;

import org.jspecify.annotations.NullMarked;
