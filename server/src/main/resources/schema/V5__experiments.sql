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

-- All experiments as they stood while decisions were recorded, under the name that recordings call them by.
-- They go with the last recordings that name them: the visitors that are forced into variations stand here.
create table experiment_state (
  name        text        primary key,
  experiments text        not null,
  last_used   timestamptz not null
);

-- When a member last moved the weights of bandits; one row.
create table bandit_look (
  one boolean     primary key default true check (one),
  at  timestamptz not null
);
insert into bandit_look (at) values (now());

-- What people wrote down about a phase of an experiment. A note that excludes says why the phase is not to be used.
create table experiment_note (
  number     bigint      generated always as identity primary key,
  experiment text        not null,
  phase      int         not null,
  day        date,                 -- null for the phase as a whole
  text       text        not null,
  author     text        not null,
  excludes   boolean     not null,
  at         timestamptz not null
);
create index experiment_note_by_experiment on experiment_note (experiment, phase, number);
