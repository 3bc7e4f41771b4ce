-- How the customers of the shop order, fitted to their orders; members forecast by the newest.
create table buying_model (
  fitted     timestamptz        primary key,
  customers  integer            not null,
  parameters double precision[] not null check (cardinality(parameters) = 7)
);
