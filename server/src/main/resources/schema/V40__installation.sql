-- What all members of one installation share, for example the secret part of their cluster's name.
create table installation (
  name text primary key,
  value text not null
);
