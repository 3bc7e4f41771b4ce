-- To what the events of a visitor with many were folded, so that only those since are read and folded. Nothing depends on
-- a row: without it all events are folded.
--
-- version: of what events mean and of how body is written; rows of another version are passed over.
-- seq:     all events of ids up to this number, and no others, are in it; none can come any more.
-- ids:     the visitor's, whose events they are.
create table profile_snapshot (
  visitor text   primary key,
  version int    not null,
  seq     bigint not null,
  ids     text[] not null,
  body    bytea  not null
);

-- The events of a visitor since a number. A large installation may create it before, concurrently.
create index if not exists event_visitor_seq on event (visitor, seq);
