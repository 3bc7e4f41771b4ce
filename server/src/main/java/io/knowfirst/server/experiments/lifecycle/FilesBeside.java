package io.knowfirst.server.experiments.lifecycle;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.decide.assignment.Refusal;
import io.knowfirst.server.experiments.lifecycle.Registrar.Edit;
import io.knowfirst.server.experiments.lifecycle.Registrar.Wish;
import io.knowfirst.server.model.Actor;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the experiments' files beside the rules that say something else than they said last. One
 * that may not be applied is told in the log and the experiment's history, and keeps none of the
 * others.
 */
final class FilesBeside {
  private static final Logger LOG = LoggerFactory.getLogger(FilesBeside.class);
  private static final Actor WHO = Actor.itself("files beside the rules");

  private final ExperimentStore store;
  private final Registrar registrar;
  private final Supplier<RuleBase> rules;
  private String applied = "";
  private Future<Void> applying = Future.succeededFuture();

  FilesBeside(ExperimentStore store, Registrar registrar, Supplier<RuleBase> rules) {
    this.store = store;
    this.registrar = registrar;
    this.rules = rules;
  }

  /** Those of the rules in force, where it did not yet; done when they are applied. */
  synchronized Future<Void> inForce() {
    var folder = rules.get().folder();
    if (!folder.hash().equals(applied) || applying.failed()) {
      applied = folder.hash();
      applying = apply(folder.experiments().values());
    }
    return applying;
  }

  /** One after the other. */
  Future<Void> apply(Iterable<ExperimentFile> files) {
    Future<Void> done = Future.succeededFuture();
    for (var file : files) {
      done = done.compose(before -> apply(file));
    }
    return done;
  }

  private Future<Void> apply(ExperimentFile file) {
    var text = ExperimentStore.json(file);
    return registrar
        .change(new Wish(file.id(), WHO, "apply", text, Edit.to(file)))
        .<Void>mapEmpty()
        .recover(
            refused -> {
              if (!(refused instanceof Refusal)) {
                return Future.failedFuture(refused);
              }
              LOG.warn(
                  "The file of experiment {} is not applied: {}", file.id(), refused.getMessage());
              return store.alone(connection -> store.saveFile(connection, file.id(), text));
            });
  }
}
