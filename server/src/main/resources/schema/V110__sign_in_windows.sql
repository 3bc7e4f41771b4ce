-- Failed sign-ins of an address, an account or a device within ten minutes, counted over all members; whose is a SHA-256.
create table sign_in_window (
  whose text        primary key,
  since timestamptz not null,
  count integer     not null
);
create index sign_in_window_since on sign_in_window (since);
