@NullMarked
package io.knowfirst.rules;

import org.jspecify.annotations.NullMarked;
