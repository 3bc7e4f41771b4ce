-- Everything that happened, as it was accepted. Rows are never changed; profiles are folded from them.
create table event (
  visitor     text        not null,
  message_id  text        not null,
  seq         bigint      generated always as identity,
  type        text        not null,
  name        text        not null,
  at          timestamptz not null,
  received    timestamptz not null,
  body        text        not null,
  primary key (visitor, message_id)
);

-- Which anonymous visitor turned out to be which known one. A row is never changed, and a known
-- visitor never becomes the anonymous one of another row, so one look-up resolves any visitor.
create table alias (
  anonymous  text        primary key,
  visitor    text        not null,
  since      timestamptz not null default now(),
  check (anonymous <> visitor)
);
create index alias_visitor on alias (visitor);
