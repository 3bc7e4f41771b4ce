/** What is stored of one visitor, under whatever id: shown, exported and erased. */
@NullMarked
package io.knowfirst.server.visitor;

import org.jspecify.annotations.NullMarked;
