/**
 * What a rule author's folder holds beside the rules: campaigns, contents, placements, experiments.
 */
@NullMarked
package io.knowfirst.rules.folder;

import org.jspecify.annotations.NullMarked;
