-- Decisions for a whole segment: what a run was asked for, so that it can go on after whoever asked, or who answered, was stopped.
create table audience_run (
  id         text        primary key,
  segment    text        not null,
  placements text[]      not null,
  ruleset    text        not null,
  at         timestamptz not null
);
