-- How often each rule fired, by its name and hour; members and versions add to the same rows.
create table rule_firing (
  rule  text        not null,
  hour  timestamptz not null,
  fires bigint      not null,
  primary key (rule, hour)
);

-- Decisions of all members in an hour: what fires are a share of.
create table rule_traffic (
  hour      timestamptz primary key,
  decisions bigint not null
);

-- What is known of a rule by its name: when it fired last, which text its file has (edition) and when
-- that changed, and the alert that it fell silent, until it fires again.
create table rule_life (
  rule     text primary key,
  last_at  timestamptz,
  edition  text,
  edited   timestamptz,
  alerted  timestamptz,
  expected double precision,
  obstacle text
);
create index rule_life_alerted on rule_life (rule) where alerted is not null;
