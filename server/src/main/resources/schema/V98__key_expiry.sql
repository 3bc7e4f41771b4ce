-- When a key ends by itself; null for never.
alter table access_key add column expires timestamptz;

-- Members look at keys and signing secrets once a second, and at once when they hear of a change.
create function access_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('access', '');
  return null;
end
$$;
create trigger access_key_changed
  after insert or delete or update of revoked, expires, origins, channels, owner on access_key
  for each statement execute function access_changed();
create trigger signing_secret_changed
  after insert or delete or update on signing_secret
  for each statement execute function access_changed();
