-- What a visitor's metrics grew by, by days (UTC) since that of the first exposure, and on day -1 what they were in the
-- 28 days before it; of a ratio what it is divided by, too. Null for who was counted before this version.
alter table participant add column grown     text[];
alter table participant add column grown_on  int[];
alter table participant add column gains     numeric[];
alter table participant add column per_gains numeric[];

-- Sums of those by day of first exposure; n is of visitors for whom it is not 0.
create table daily_sum (
  like metric_sum
);
alter table daily_sum drop column stratum;
alter table daily_sum add column since int not null;
alter table daily_sum add primary key (experiment, phase, metric, variation, day, since);

-- Steps of a funnel in their order: when each was reached first after the one before it.
create function step_reached(reached timestamptz[], name text, at timestamptz, steps text[]) returns timestamptz[]
language sql immutable parallel safe as $$
  select case when steps[cardinality(reached) + 1] = name then reached || at else reached end
$$;
create aggregate steps_reached(text, timestamptz, text[]) (
  sfunc = step_reached, stype = timestamptz[], initcond = '{}');

-- Everyone is counted anew, one by one, so that nothing is missing meanwhile.
update measure set recount_phase = 0, recount_after = '';
