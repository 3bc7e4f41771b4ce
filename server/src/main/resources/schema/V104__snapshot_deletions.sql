-- How often snapshots were deleted: whoever has read events for one keeps it only if none were meanwhile, for the events may
-- be gone too.
create table snapshot_deletions (
  one     boolean primary key default true check (one),
  deleted bigint  not null
);
insert into snapshot_deletions (deleted) values (0);

create function count_snapshot_deletions() returns trigger language plpgsql as $$
begin
  update snapshot_deletions set deleted = deleted + 1;
  return null;
end
$$;
create trigger count_snapshot_deletions after delete on profile_snapshot for each statement
  execute function count_snapshot_deletions();
