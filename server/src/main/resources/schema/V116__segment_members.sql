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
