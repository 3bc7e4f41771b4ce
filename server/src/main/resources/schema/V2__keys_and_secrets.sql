-- Keys by which callers are known. Only the hash of a key is kept.
create table access_key (
  id       text        primary key,
  kind     text        not null check (kind in ('site', 'secret', 'admin')),
  name     text        not null check (length(name) between 1 and 100),
  hash     bytea       not null unique check (length(hash) = 32),
  origins  text[]      not null default '{}',
  created  timestamptz not null,
  revoked  timestamptz
);

-- What visitor and exposure tokens are signed with. The newest that is due signs; all of them verify.
create table signing_secret (
  id          integer     primary key check (id > 0),
  secret      bytea       not null check (length(secret) = 32),
  signs_from  timestamptz not null
);
