-- Changed files of the rules on the way to a version. What is not in draft_file is as in the base version.
create table draft (
  id           text        primary key,
  name         text        not null,
  note         text        not null,
  author       text        not null,
  contributors text[]      not null,
  created      timestamptz not null,
  base         text        not null references ruleset_version,
  state        text        not null
    check (state in ('open', 'submitted', 'approved', 'scheduled', 'published', 'discarded')),
  revision     bigint      not null,
  changed      timestamptz not null,
  -- of the content that was submitted; it is what may go live
  hash         text,
  submitter    text,
  submitted    timestamptz,
  comment      text,
  reviewer     text,
  reviewed     timestamptz,
  review       text,
  scheduler    text,
  due          timestamptz,
  zone         text,
  max_change   double precision,
  published    text,
  -- why it did not go live when it was due
  problem      text
);
create index draft_changed on draft (changed desc, id);
create index draft_due on draft (due) where state = 'scheduled';

-- A body of null stands for a file that is removed.
create table draft_file (
  draft text  not null references draft on delete cascade,
  path  text  not null,
  body  bytea,
  primary key (draft, path)
);

-- Who did what to which draft. Rows are never changed.
create table draft_log (
  seq    bigint      generated always as identity primary key,
  at     timestamptz not null,
  draft  text        not null references draft on delete cascade,
  who    text        not null,
  what   text        not null,
  detail text        not null
);
create index draft_log_draft on draft_log (draft, seq);

-- The last replay of a draft, wherever in the cluster it runs.
create table draft_replay (
  draft    text        primary key references draft on delete cascade,
  run      text        not null,
  revision bigint      not null,
  began    timestamptz not null,
  heard    timestamptz not null,
  replayed bigint      not null,
  problem  text,
  report   text
);
