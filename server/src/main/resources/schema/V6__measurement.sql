-- Numbers by which counting follows what is new.
alter table exposure add column seq bigint generated always as identity;
create index exposure_seq on exposure (seq);
alter table alias add column seq bigint generated always as identity;
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
select e, x, a, e, x, a
from (select coalesce(max(seq), 0) as e from event) as event,
     (select coalesce(max(seq), 0) as x from exposure) as exposure,
     (select coalesce(max(seq), 0) as a from alias) as alias;

-- By what an experiment is measured: an array of metrics, each with its place (ord). A recount goes through
-- its exposures in order; recount_phase is null when none is on.
create table measure (
  experiment    text  primary key,
  placement     text  not null,
  metrics       jsonb not null,
  recount_phase int,
  recount_after text  not null default ''
);

-- What is counted for each visitor of an experiment now; sums are changed by the difference.
create table participant (
  visitor    text      not null,
  experiment text      not null,
  phase      int       not null,
  variation  text      not null,
  day        date      not null,
  stratum    text      not null,
  bot        boolean   not null,
  doubled    boolean   not null,
  graduated  boolean   not null,
  metrics    text[]    not null,
  amounts    numeric[] not null,
  others     numeric[] not null,
  primary key (visitor, experiment, phase)
);

-- Visitors by day of first exposure; bots are counted apart and nowhere else.
create table visitor_sum (
  experiment text   not null,
  phase      int    not null,
  variation  text   not null,
  day        date   not null,
  stratum    text   not null,
  visitors   bigint not null,
  doubled    bigint not null,
  graduated  bigint not null,
  bots       bigint not null,
  primary key (experiment, phase, variation, day, stratum)
);

-- Sums over visitors, exact, so that adding and taking away leaves what a recount gives. The other
-- variable is a ratio's denominator, or the covariate.
create table metric_sum (
  experiment    text    not null,
  phase         int     not null,
  metric        text    not null,
  variation     text    not null,
  day           date    not null,
  stratum       text    not null,
  n             bigint  not null,
  total         numeric not null,
  squares       numeric not null,
  other_total   numeric not null,
  other_squares numeric not null,
  products      numeric not null,
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
