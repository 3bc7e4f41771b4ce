create index exposure_seq on exposure (seq);
create index alias_seq on alias (seq);
create index event_seq on event (seq);

-- How far counting has come. What is numbered up to _next is complete once every transaction older
-- than the horizon has ended, since numbers are drawn before transactions commit.
create table counting (
  one           boolean primary key default true check (one),
  event_done    bigint  not null,
  exposure_done bigint  not null,
  alias_done    bigint  not null,
  event_next    bigint  not null,
  exposure_next bigint  not null,
  alias_next    bigint  not null,
  horizon       xid8
);
insert into counting (event_done, exposure_done, alias_done, event_next, exposure_next, alias_next)
values (0, 0, 0, 0, 0, 0);

-- By what an experiment is measured: an array of metrics, each with its place (ord). A recount goes through
-- its exposures in order; recount_phase is null when none is on.
create table measure (
  experiment    text    primary key,
  placement     text    not null,
  metrics       jsonb   not null,
  recount_phase int,
  recount_after text    not null default '',
  -- Whether the weights follow results; its sums are weighted by the inverse of the propensity.
  bandit        boolean not null default false
);

-- What is counted for each visitor of an experiment now; sums are changed by the difference.
create table participant (
  visitor      text      not null,
  experiment   text      not null,
  phase        int       not null,
  variation    text      not null,
  day          date      not null,
  stratum      text      not null,
  bot          boolean   not null,
  doubled      boolean   not null,
  became_known boolean   not null,
  metrics      text[]    not null,
  amounts      numeric[] not null,
  others       numeric[] not null,
  -- A stratum is new or returning, and mobile, desktop or other. Before and per are the covariate of a ratio.
  channel      text      not null default 'unknown',
  device       text      not null default 'unknown',
  befores      numeric[],
  pers         numeric[],
  since        timestamptz,
  inverse      numeric,
  apart        boolean   not null default false,
  weighted     numeric[],
  weights      numeric[],
  -- What a visitor's metrics grew by, by days (UTC) since that of the first exposure, and on day -1 what they were in the
  -- 28 days before it; of a ratio what it is divided by, too.
  grown        text[],
  grown_on     int[],
  gains        numeric[],
  per_gains    numeric[],
  -- Of quantile metrics: how many of a visitor's values are in which bin. Bin b holds values from 1.01^b on, below
  -- 1.01^(b + 1), and -10000 what is not above 0.
  quantiles    text[],
  bins         int[],
  times        bigint[],
  cuts         text[],
  -- Whether a visitor's pairs of experiments are counted.
  paired       boolean,
  primary key (visitor, experiment, phase)
);

-- Visitors by day of first exposure; bots are counted apart and nowhere else.
create table visitor_sum (
  experiment   text    not null,
  phase        int     not null,
  variation    text    not null,
  day          date    not null,
  stratum      text    not null,
  visitors     bigint  not null,
  doubled      bigint  not null,
  became_known bigint  not null,
  bots         bigint  not null,
  inverse      numeric not null default 0,
  apart        bigint  not null default 0,
  primary key (experiment, phase, variation, day, stratum)
);

-- Sums over visitors, exact, so that adding and taking away leaves what a recount gives. The other
-- variable is a ratio's denominator, or the covariate.
create table metric_sum (
  experiment      text    not null,
  phase           int     not null,
  metric          text    not null,
  variation       text    not null,
  day             date    not null,
  stratum         text    not null,
  n               bigint  not null,
  total           numeric not null,
  squares         numeric not null,
  other_total     numeric not null,
  other_squares   numeric not null,
  products        numeric not null,
  -- The covariate of a ratio: null for any other metric.
  before_total    numeric,
  before_squares  numeric,
  per_total       numeric,
  per_squares     numeric,
  before_products numeric,
  amount_before   numeric,
  amount_per      numeric,
  other_before    numeric,
  other_per       numeric,
  primary key (experiment, phase, metric, variation, day, stratum)
);

-- What an event counts for: 1 without a property, else its number, or 0.
create function event_amount(body text, property text) returns numeric
language sql immutable parallel safe as $$
  select case
    when property is null then 1
    when position('\u0000' in body) > 0 then 0
    when property in ('items.value', 'items.quantity') then coalesce((
      select sum(coalesce((item ->> 'quantity')::numeric, 1)
        * case when property = 'items.value' then coalesce((item ->> 'price')::numeric, 0) else 1 end)
      from jsonb_array_elements(coalesce(body::jsonb -> 'items', '[]'::jsonb)) as item), 0)
    when (body::jsonb -> 'values' ->> property) ~ '^-?[0-9]{1,15}([.][0-9]{1,15})?(E-?[0-9]{1,2})?$'
      then (body::jsonb -> 'values' ->> property)::numeric
    else 0
  end
$$;

-- Whoever came to an experiment on or before this day (UTC) keeps what was counted for them: of their events, or of
-- those before that reduce noise, some have been deleted.
create function counted_for_good() returns date language sql stable parallel safe as $$
  select case when isfinite(events_since()) then (events_since() at time zone 'UTC')::date + (
    select coalesce(max((d ->> 'before')::int), 0) from measure, jsonb_array_elements(metrics) as d)
  else '-infinity' end
$$;

-- The day on which the planned number of visitors of a fixed test was in, and the moment up to which what they did
-- counts: what comes later does not move its result.
create table judgement (
  experiment text        not null,
  phase      int         not null,
  day        date        not null,
  at         timestamptz not null,
  primary key (experiment, phase)
);

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

-- Sums of those by day of first exposure; n is of visitors for whom it is not 0.
create table daily_sum (
  experiment      text    not null,
  phase           int     not null,
  metric          text    not null,
  variation       text    not null,
  day             date    not null,
  n               bigint  not null,
  total           numeric not null,
  squares         numeric not null,
  other_total     numeric not null,
  other_squares   numeric not null,
  products        numeric not null,
  -- The covariate of a ratio: null for any other metric.
  before_total    numeric,
  before_squares  numeric,
  per_total       numeric,
  per_squares     numeric,
  before_products numeric,
  amount_before   numeric,
  amount_per      numeric,
  other_before    numeric,
  other_per       numeric,
  since           int     not null,
  primary key (experiment, phase, metric, variation, day, since)
);

-- Steps of a funnel in their order: when each was reached first after the one before it.
create function step_reached(reached timestamptz[], name text, at timestamptz, steps text[]) returns timestamptz[]
language sql immutable parallel safe as $$
  select case when steps[cardinality(reached) + 1] = name then reached || at else reached end
$$;

create aggregate steps_reached(text, timestamptz, text[]) (
  sfunc = step_reached, stype = timestamptz[], initcond = '{}');

-- Values by day of first exposure and bin. Of a visitor with c values up to a bin, b before it and t in all, squares is
-- the sum of c * c - b * b and products that of (c - b) * t: added up over bins they are the sums of c * c and c * t.
create table quantile_sum (
  experiment text    not null,
  phase      int     not null,
  metric     text    not null,
  variation  text    not null,
  day        date    not null,
  bin        int     not null,
  n          bigint  not null,
  squares    numeric not null,
  products   numeric not null,
  primary key (experiment, phase, metric, variation, day, bin)
);

-- Sums of an experiment's visitors who are in another one, too, by the variation of both.
create table pair_sum (
  experiment      text    not null,
  phase           int     not null,
  metric          text    not null,
  variation       text    not null,
  day             date    not null,
  n               bigint  not null,
  total           numeric not null,
  squares         numeric not null,
  other_total     numeric not null,
  other_squares   numeric not null,
  products        numeric not null,
  -- The covariate of a ratio: null for any other metric.
  before_total    numeric,
  before_squares  numeric,
  per_total       numeric,
  per_squares     numeric,
  before_products numeric,
  amount_before   numeric,
  amount_per      numeric,
  other_before    numeric,
  other_per       numeric,
  other           text    not null,
  other_phase     int     not null,
  other_variation text    not null,
  primary key (experiment, phase, metric, variation, day, other, other_phase, other_variation)
);
create index pair_sum_of_others on pair_sum (other);
