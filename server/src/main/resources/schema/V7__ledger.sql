-- How often what was decided, by day (UTC). Members add to it every few seconds.
create table decision_count (
  day       date   not null,
  placement text   not null,
  outcome   text   not null,
  campaign   text   not null, -- that won, also where the visitor was held out; else empty
  experiment text   not null, -- of a tested outcome; else empty
  arm        text   not null, -- that a holdout drew; else empty
  decisions bigint not null,
  primary key (day, placement, outcome, campaign, experiment, arm)
);

-- Decisions without a winner that were looked at again, by day (UTC).
create table ignorance_sample (
  day       date   not null,
  placement text   not null,
  outcome   text   not null,
  decisions bigint not null,
  primary key (day, placement, outcome)
);

-- Of these, what a missing fact would have let fire: shares of the values that others have, added up.
create table ignorance (
  day       date             not null,
  placement text             not null,
  outcome   text             not null,
  fact      text             not null,
  campaign  text             not null,
  rule      text             not null,
  decisions bigint           not null,
  shares    double precision not null,
  primary key (day, placement, outcome, fact, campaign, rule)
);
