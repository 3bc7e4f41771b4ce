/** The pages of the console: what each shows and takes, apart from HTTP. */
@NullMarked
package io.knowfirst.server.console;

import org.jspecify.annotations.NullMarked;
