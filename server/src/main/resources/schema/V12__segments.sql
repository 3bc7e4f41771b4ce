-- Where and on what a visitor was first shown a variation, as the decision had it; null where it was not said, and
-- for exposures from before this version.
alter table exposure add column channel text;
alter table exposure add column device  text;

-- A stratum is new or returning, and mobile, desktop or other. Before and per are the covariate of a ratio.
alter table participant add column channel text      not null default 'unknown';
alter table participant add column device  text      not null default 'unknown';
alter table participant add column befores numeric[];
alter table participant add column pers    numeric[];

-- The covariate of a ratio: null for any other metric.
alter table metric_sum add column before_total    numeric;
alter table metric_sum add column before_squares  numeric;
alter table metric_sum add column per_total       numeric;
alter table metric_sum add column per_squares     numeric;
alter table metric_sum add column before_products numeric;
alter table metric_sum add column amount_before   numeric;
alter table metric_sum add column amount_per      numeric;
alter table metric_sum add column other_before    numeric;
alter table metric_sum add column other_per       numeric;

-- Sums over all days by one cut at a time: visitor, channel or device.
create table segment_sum (
  experiment      text    not null,
  phase           int     not null,
  metric          text    not null,
  variation       text    not null,
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
  primary key (experiment, phase, metric, variation, cut, value)
);

-- Everything is counted anew, since sums so far know neither these strata nor segments.
truncate participant, visitor_sum, metric_sum;
update measure set recount_phase = 0, recount_after = '';
