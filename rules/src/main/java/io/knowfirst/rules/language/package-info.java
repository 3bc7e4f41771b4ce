/** The rule tree: what rules say, read once from their text. */
@NullMarked
package io.knowfirst.rules.language;

import org.jspecify.annotations.NullMarked;
