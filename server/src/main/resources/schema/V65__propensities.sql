-- The day on which the planned number of visitors of a fixed test was in, and the moment up to which what they did
-- counts: what comes later does not move its result.
create table judgement (
  experiment text        not null,
  phase      int         not null,
  day        date        not null,
  at         timestamptz not null,
  primary key (experiment, phase)
);

-- Whether the weights follow results; its sums are weighted by the inverse of the propensity.
alter table measure add column bandit boolean not null default false;

-- since:    start of the period of weights by which the visitor was assigned; null where no weights are kept.
-- inverse:  1 / probability of the variation at that time; of a campaign's own holdout among those it drew for.
-- apart:    reached a campaign by way of another one, which is not comparable between the arms of a holdout.
-- weighted: amounts, and what they are divided by, times inverse; of bandits only, else null.
alter table participant rename column graduated to became_known;
alter table participant add column since    timestamptz;
alter table participant add column inverse  numeric;
alter table participant add column apart    boolean not null default false;
alter table participant add column weighted numeric[];
alter table participant add column weights  numeric[];

alter table visitor_sum rename column graduated to became_known;
alter table visitor_sum add column inverse numeric not null default 0;
alter table visitor_sum add column apart   bigint  not null default 0;

-- Visitors by the period of weights by which they were assigned, for the check of the sample ratio.
create table split_sum (
  experiment text        not null,
  phase      int         not null,
  since      timestamptz not null,
  day        date        not null,
  variation  text        not null,
  visitors   bigint      not null,
  primary key (experiment, phase, since, day, variation)
);

-- Sums of bandits with each visitor weighted by inverse; the other variable is what the amount is divided by.
create table weighted_sum (
  like metric_sum including all
);

-- By day too, so that segments end where the result does.
drop table segment_sum;
create table segment_sum (
  experiment      text    not null,
  phase           int     not null,
  metric          text    not null,
  variation       text    not null,
  day             date    not null,
  cut             text    not null,
  value           text    not null,
  n               bigint  not null,
  total           numeric not null,
  squares         numeric not null,
  other_total     numeric not null,
  other_squares   numeric not null,
  products        numeric not null,
  before_total    numeric,
  before_squares  numeric,
  per_total       numeric,
  per_squares     numeric,
  before_products numeric,
  amount_before   numeric,
  amount_per      numeric,
  other_before    numeric,
  other_per       numeric,
  primary key (experiment, phase, metric, variation, day, cut, value)
);

-- Of the decisions looked at again, by placement and outcome, how many had a fact and how many lacked it.
create table ignorance_fact (
  day       date   not null,
  placement text   not null,
  outcome   text   not null,
  fact      text   not null,
  told      bigint not null,
  lacking   bigint not null,
  primary key (day, placement, outcome, fact)
);
-- What was found before nobody knows of how many.
truncate ignorance, ignorance_sample;

-- Everything is counted anew by that.
truncate participant, visitor_sum, metric_sum;
update measure set recount_phase = 0, recount_after = '';
