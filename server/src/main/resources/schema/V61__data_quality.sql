-- What was sent and how it was understood, by kind and name. Members add to it every few seconds.
create table data_quality (
  kind     text        not null,
  name     text        not null,
  count    bigint      not null,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  keys     text[]      not null, -- public ids of the keys that sent it, the first few
  primary key (kind, name)
);
