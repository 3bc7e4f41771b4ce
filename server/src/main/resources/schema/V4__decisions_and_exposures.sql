-- Decisions made within one second by one member, as one Smile document: an array of explanations.
create table decision_log (
  second    bigint      not null,
  run       bigint      not null,
  part      int         not null,
  decisions int         not null,
  body      bytea       not null,
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
  primary key (experiment, phase, visitor)
);
