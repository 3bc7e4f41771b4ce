-- Whether a visitor's pairs of experiments are counted; null for who was counted before this version.
alter table participant add column paired boolean;

-- Sums of an experiment's visitors who are in another one, too, by the variation of both.
create table pair_sum (
  like metric_sum
);
alter table pair_sum drop column stratum;
alter table pair_sum add column other           text not null;
alter table pair_sum add column other_phase     int  not null;
alter table pair_sum add column other_variation text not null;
alter table pair_sum
  add primary key (experiment, phase, metric, variation, day, other, other_phase, other_variation);
create index pair_sum_of_others on pair_sum (other);
