-- Keys by which callers are known. Only the hash of a key is kept.
create table access_key (
  id        text        primary key,
  kind      text        not null check (kind in ('site', 'secret', 'admin')),
  name      text        not null check (length(name) between 1 and 100),
  hash      bytea       not null unique check (length(hash) = 32),
  origins   text[]      not null default '{}',
  created   timestamptz not null,
  revoked   timestamptz,
  -- The channels whose placements a site key may ask for; empty for all.
  channels  text[]      not null default '{}',
  -- Who answers for what is done with a key: an e-mail address, or the key that it was made with; and when it was used last.
  owner     text        check (length(owner) between 1 and 320),
  last_used timestamptz,
  -- When a key ends by itself; null for never.
  expires   timestamptz
);

-- What visitor and exposure tokens are signed with. The newest that is due signs; all of them verify.
create table signing_secret (
  id             integer     primary key check (id > 0),
  secret         bytea       not null check (length(secret) = 32),
  signs_from     timestamptz not null,
  -- Until when what was signed with a secret is accepted; null while no end is set.
  verifies_until timestamptz
);

-- People who sign in: those who work with this server, not its visitors.
create table app_user (
  id         text        primary key,
  email      text        not null unique check (email = lower(email) and length(email) between 3 and 254),
  name       text        not null default '' check (length(name) <= 100),
  roles      text[]      not null,
  password   text,                 -- a salted, slow hash; null until an invitation is accepted, or with single sign-on
  subject    text        unique,   -- issuer and subject at the provider of single sign-on
  created    timestamptz not null,
  invited_by text        not null,
  disabled   timestamptz
);

-- One-time links, by the hash of what they hold. One without a user makes the first administrator.
create table invitation (
  hash    bytea       primary key check (length(hash) = 32),
  user_id text        references app_user,
  until   timestamptz not null
);

-- Who is signed in, by the hash of what their cookie holds.
create table user_session (
  hash    bytea       primary key check (length(hash) = 32),
  user_id text        not null references app_user,
  began   timestamptz not null,
  seen    timestamptz not null
);
create index user_session_user on user_session (user_id);

-- Sign-ins that were begun at the provider of single sign-on, each to be finished once.
create table sign_in_request (
  state    bytea       primary key check (length(state) = 32),
  nonce    text        not null,
  verifier text        not null,
  until    timestamptz not null
);

-- Who did what, when and from where. Rows are only ever added.
create table audit (
  seq     bigint      generated always as identity primary key,
  at      timestamptz not null,
  who     text        not null,
  person  text        not null,
  source  text        not null,
  what    text        not null,
  subject text        not null,
  before  text,
  after   text,
  detail  text        not null
);
create index audit_person on audit (person, seq);
create index audit_what on audit (what, seq);
create index audit_at on audit (at);

-- Rows may be deleted once they are older than 400 days; nothing else changes them.
create function audit_only_grows() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.at < now() - interval '400 days' then
    return old;
  end if;
  raise exception 'audit only grows: % is refused', tg_op using errcode = 'restrict_violation';
end
$$;

create trigger audit_only_grows before update or delete on audit for each row execute function audit_only_grows();

create function audit_is_not_emptied() returns trigger language plpgsql as $$
begin
  raise exception 'audit only grows: TRUNCATE is refused' using errcode = 'restrict_violation';
end
$$;

create trigger audit_is_not_emptied before truncate on audit for each statement execute function audit_is_not_emptied();

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

-- Failed sign-ins of an address, an account or a device within ten minutes, counted over all members; whose is a SHA-256.
create table sign_in_window (
  whose text        primary key,
  since timestamptz not null,
  count integer     not null
);
create index sign_in_window_since on sign_in_window (since);
