-- Experiments as they stand. The definition is kept as its owner wrote it; the buckets are those in force.
create table experiment (
  id         text        primary key,
  definition text        not null,
  state      text        not null,
  phase      int         not null,
  seed       text        not null,
  coverage   int         not null,
  weights    int[]       not null,
  buckets    int[]       not null, -- variation, from, to; again and again
  decision   text,
  started    timestamptz,
  changed    timestamptz not null,
  file       text                  -- what the file beside the rules said last; null where there was none
);

-- The weights that were in force from a moment on, for the check of the sample ratio.
create table experiment_weights (
  experiment text        not null,
  phase      int         not null,
  since      timestamptz not null,
  variations text[]      not null,
  weights    int[]       not null,
  coverage   int         not null,
  shares     double precision[] not null, -- of those who take part, 0 to 1
  primary key (experiment, phase, since)
);

-- Who changed what, and what was refused.
create table experiment_audit (
  number     bigint      generated always as identity primary key,
  experiment text        not null,
  at         timestamptz not null,
  who        text        not null,
  what       text        not null,
  detail     text        not null
);
create index experiment_audit_by_experiment on experiment_audit (experiment, number);

-- Rises with each change of any experiment.
create table experiment_version (version bigint not null);
insert into experiment_version values (0);

-- Holdouts are exposures of the experiments `holdout` and `holdout:CAMPAIGN`, phase 1, with the variations known,
-- tested and default: of every visitor for whom a rule applied, whatever they were shown.
alter table exposure add column bucket     int;
alter table exposure add column propensity double precision;
-- Another variation of the same phase that the visitor has seen as well; null for none.
alter table exposure add column conflict   text;
-- Whether the visitor keeps that other one, so that this exposure is not to be counted for this variation.
alter table exposure add column lost       boolean not null default false;
