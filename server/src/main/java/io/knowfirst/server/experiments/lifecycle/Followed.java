package io.knowfirst.server.experiments.lifecycle;

import io.knowfirst.rules.base.Audiences;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.experiments.lifecycle.ExperimentStore.Kept;
import io.knowfirst.server.experiments.lifecycle.ExperimentStore.Loaded;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The experiments in memory, kept up with PostgreSQL: one reading at a time takes all there is,
 * whoever changed it. While PostgreSQL is away the last ones hold.
 */
final class Followed {
  private static final Logger LOG = LoggerFactory.getLogger(Followed.class);

  private final Vertx vertx;
  private final ExperimentStore store;
  private volatile Experiments now = Experiments.NONE;
  private Future<Void> last = Future.succeededFuture();
  private long version = -1;
  private List<ExperimentFile> known = List.of();
  private Audiences audiences = Audiences.NONE;

  Followed(Vertx vertx, ExperimentStore store) {
    this.vertx = vertx;
    this.store = store;
  }

  Experiments now() {
    return now;
  }

  /** Completes when all that is committed now has been read. */
  synchronized Future<Void> refresh() {
    last = last.transform(before -> store.version().compose(this::read));
    return last;
  }

  private Future<Void> read(long current) {
    if (current == version) {
      return Future.succeededFuture();
    }
    return store
        .load()
        .compose(loaded -> vertx.executeBlocking(() -> take(loaded), false))
        .mapEmpty();
  }

  private long take(Loaded loaded) {
    var all = loaded.experiments().stream().map(Kept::experiment).toList();
    var asked =
        all.stream()
            .map(Registered::definition)
            .filter(definition -> definition.audience() != null)
            .toList();
    if (!sameAudiences(asked)) {
      audiences = audiences(asked);
      known = asked;
    }
    now = Experiments.of(all, audiences);
    version = loaded.version();
    return version;
  }

  private boolean sameAudiences(List<ExperimentFile> asked) {
    return conditions(asked).equals(conditions(known));
  }

  private static List<List<Object>> conditions(List<ExperimentFile> files) {
    var conditions = new ArrayList<List<Object>>();
    for (var file : files) {
      if (file.audience() != null) {
        conditions.add(List.of(file.id(), file.audience().conditions()));
      }
    }
    return conditions;
  }

  /** One that is refused has nobody; it was checked when it was applied. */
  private static Audiences audiences(List<ExperimentFile> asked) {
    try {
      return Audiences.of(asked);
    } catch (RuleFolderException wrong) {
      LOG.error("Refused audiences match nobody: {}", wrong.getMessage());
      return Audiences.of(asked.stream().filter(Followed::isAccepted).toList());
    }
  }

  private static boolean isAccepted(ExperimentFile file) {
    try {
      Audiences.of(List.of(file));
      return true;
    } catch (RuleFolderException wrong) {
      return false;
    }
  }
}
