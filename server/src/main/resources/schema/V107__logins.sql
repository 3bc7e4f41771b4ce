-- Logins by day (UTC), and how many of them had a decision that could be compared.
create table login_day (
  day      date   primary key,
  logins   bigint not null,
  compared bigint not null
);

-- What the first decision after a login showed against what it had shown without the login, by day (UTC).
create table login_drift (
  day       date   not null,
  placement text   not null,
  why       text   not null, -- same, where nothing changed
  was       text   not null, -- what it had been: the outcome, and of what
  became    text   not null,
  rule      text   not null, -- that wins after, else that had won; else empty
  decisions bigint not null,
  primary key (day, placement, why, was, became, rule)
);
