-- Every version of the rules that was published. A version is its content; the files are a zip.
create table ruleset_version (
  hash      text        primary key check (hash ~ '^[0-9a-f]{64}$'),
  parent    text        references ruleset_version,
  author    text        not null,
  message   text        not null,
  published timestamptz not null,
  state     text        not null check (state in ('pending', 'approved')),
  files     bytea       not null
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
