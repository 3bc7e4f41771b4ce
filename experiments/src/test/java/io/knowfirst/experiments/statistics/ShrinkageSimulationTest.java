package io.knowfirst.experiments.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.Simulated;
import io.knowfirst.experiments.statistics.Shrinkage.Estimated;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Campaigns whose true worths scatter around a common one, measured with unequal errors. */
class ShrinkageSimulationTest {

  @ParameterizedTest
  @CsvSource({"2,0.3", "2,3", "4,0", "4,1", "4,3", "10,0.3", "10,1", "10,3"})
  void intervals_coverTheTruthOfACampaignAndOfOneThatNobodyMeasured(int campaigns, double spread) {
    int[] missed = new int[2];
    for (int run = 0; run < Simulated.RUNS; run++) {
      var random = new SplittableRandom(31_000_093L + run);
      List<Estimated> estimates = new ArrayList<>();
      double truth = 0;
      for (int i = 0; i < campaigns; i++) {
        double own = 1 + spread * random.nextGaussian();
        double error = 0.5 + 1.5 * random.nextDouble();
        truth = i == 0 ? own : truth;
        estimates.add(new Estimated(own + error * random.nextGaussian(), error));
      }
      double unseen = 1 + spread * random.nextGaussian();
      var shrinkage = Shrinkage.of(estimates).found().orElseThrow();
      missed[0] += shrinkage.of(estimates.get(0), 0.05).interval().contains(truth) ? 0 : 1;
      missed[1] += shrinkage.unseen(0.05).interval().contains(unseen) ? 0 : 1;
    }
    var world = campaigns + " campaigns, spread " + spread + " errors: ";
    double seen =
        Simulated.told(
            world + "a campaign's interval misses", "at most 6 %", missed[0], Simulated.RUNS);
    double other =
        Simulated.told(
            world + "an unmeasured one's misses", "at most 6 %", missed[1], Simulated.RUNS);
    double most = 0.06 + Simulated.chance(0.06, Simulated.RUNS);
    assertThat(seen).isLessThan(most);
    assertThat(other).isLessThan(most);
  }
}
