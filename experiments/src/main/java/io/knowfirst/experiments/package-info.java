@NullMarked
package io.knowfirst.experiments;

import org.jspecify.annotations.NullMarked;
