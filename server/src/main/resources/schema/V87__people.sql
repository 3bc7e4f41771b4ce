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

-- Who proposed a version of the rules: nobody approves their own.
alter table ruleset_version add column person text;
