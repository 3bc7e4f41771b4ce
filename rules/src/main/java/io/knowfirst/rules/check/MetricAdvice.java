package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.List;

/** Metrics that anybody with a browser can change. KF260: money that pages may claim. */
final class MetricAdvice implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    survey.folder().metrics().values().stream()
        .filter(metric -> metric.isOfMoney() && metric.source() == MetricFile.MetricSource.ANY)
        .map(
            metric ->
                survey.warning(
                    FolderPart.METRIC,
                    metric.id(),
                    "property",
                    "KF260",
                    "Metric \"%s\" sums money from the events of pages, which anybody can make say anything. Maybe \"source: server\", and the backend sends the orders.",
                    metric.id()))
        .forEach(findings::add);
  }
}
