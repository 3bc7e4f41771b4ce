-- Decisions made within one second by one member, as one Smile document: an array of explanations.
create table decision_log (
  second    bigint not null,
  run       bigint not null,
  part      int    not null,
  decisions int    not null,
  body      bytea  not null,
  primary key (second, run, part)
);
alter table decision_log alter column body set storage external;

-- The contents of every rule base that ever decided here, so that an old decision can still show what it showed.
create table ruleset (
  hash       text        primary key,
  first_used timestamptz not null default now(),
  contents   jsonb       not null
);

-- The first time each visitor was really shown an experiment's variation.
create table exposure (
  experiment text        not null,
  phase      int         not null,
  visitor    text        not null,
  variation  text        not null,
  first_at   timestamptz not null,
  decision   text        not null,
  -- Numbers by which counting follows what is new.
  seq        bigint      generated always as identity,
  -- Holdouts are exposures of the experiments `holdout` and `holdout:CAMPAIGN`, phase 1, with the variations known,
  -- tested and default: of every visitor for whom a rule applied, whatever they were shown.
  bucket     int,
  propensity double precision,
  -- Another variation of the same phase that the visitor has seen as well; null for none.
  conflict   text,
  -- Whether the visitor keeps that other one, so that this exposure is not to be counted for this variation.
  lost       boolean     not null default false,
  -- Where and on what a visitor was first shown a variation, as the decision had it; null where it was not said.
  channel    text,
  device     text,
  -- Whether the user agent was a bot's when the exposure was decided or shown; the agent itself is kept nowhere.
  bot        boolean     not null default false,
  -- What the experiment's own segments were when its visitor was first exposed, such as "trait:tier=gold", a tab between
  -- two; null where it has none.
  cuts       text,
  primary key (experiment, phase, visitor)
);

-- Counting looks a visitor's exposures up, whatever the experiment.
create index exposure_visitor on exposure (visitor);
create index exposure_of_holdouts on exposure (experiment, variation, first_at) include (propensity)
  where (experiment = 'holdout' or experiment like 'holdout:%') and not bot;
