@NullMarked
package io.knowfirst.server;

import org.jspecify.annotations.NullMarked;
