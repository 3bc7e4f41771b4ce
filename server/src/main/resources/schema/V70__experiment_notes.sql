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
