package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What could run text as a program is not on the class path. */
class NoCompilerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.mvel2.MVEL",
        "org.drools.mvel.MVELConstraint",
        "org.drools.mvelcompiler.MvelCompiler",
        "org.eclipse.jdt.internal.compiler.Compiler",
        "org.drools.ecj.EclipseJavaCompiler",
        "com.github.javaparser.JavaParser",
        "org.drools.model.codegen.ExecutableModelProject",
      })
  void nothing_that_compiles_or_interprets_is_there(String name) {
    assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
  }
}
