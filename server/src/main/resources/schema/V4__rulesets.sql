-- Every version of the rules that was published. A version is its content; the files are a zip.
create table ruleset_version (
  hash      text        primary key check (hash ~ '^[0-9a-f]{64}$'),
  parent    text        references ruleset_version,
  author    text        not null,
  message   text        not null,
  published timestamptz not null,
  state     text        not null check (state in ('pending', 'approved')),
  files     bytea       not null,
  -- Who proposed a version of the rules: nobody approves their own.
  person    text
);
alter table ruleset_version alter column files set storage external;
create index ruleset_version_published on ruleset_version (published desc, hash);

-- Which version decides; one row. Whoever changes it locks it first, so changes are numbered in the order of their commits.
create table ruleset_live (
  one    boolean primary key default true check (one),
  change bigint  not null,
  hash   text    references ruleset_version,
  since  timestamptz
);
insert into ruleset_live (change) values (0);

-- Who did what to which version, refusals too. Rows are never changed.
create table ruleset_log (
  seq    bigint      generated always as identity primary key,
  at     timestamptz not null,
  who    text        not null,
  what   text        not null check (what in ('published', 'proposed', 'approved', 'rolled-back', 'refused')),
  hash   text        not null,
  reason text        not null
);
create index ruleset_log_hash on ruleset_log (hash, seq);

-- Decisions with what decides them again (request, profile as it was, versions, outcome), made within
-- one second by one member, as one Smile document.
create table decision_recording (
  second    bigint not null,
  run       bigint not null,
  part      int    not null,
  decisions int    not null,
  body      bytea  not null,
  primary key (second, run, part)
);
alter table decision_recording alter column body set storage external;

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
  decisions bigint      not null
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
  draft text not null references draft on delete cascade,
  path  text not null,
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

-- About how many visitors were decided for as members of a segment in an hour or a day: a sketch for each process that counted, whose
-- registers are joined by their maximum. Start is in hours since 1970. Nothing in it tells who they were.
create table segment_members (
  segment text     not null,
  hours   smallint not null,
  start   bigint   not null,
  run     bigint   not null,
  sketch  bytea    not null,
  primary key (segment, hours, start, run)
);
