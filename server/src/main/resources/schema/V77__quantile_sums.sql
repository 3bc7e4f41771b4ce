-- Of quantile metrics: how many of a visitor's values are in which bin. Bin b holds values from 1.01^b on, below
-- 1.01^(b + 1), and -10000 what is not above 0.
alter table participant add column quantiles text[];
alter table participant add column bins      int[];
alter table participant add column times     bigint[];

-- Values by day of first exposure and bin. Of a visitor with c values up to a bin, b before it and t in all, squares is
-- the sum of c * c - b * b and products that of (c - b) * t: added up over bins they are the sums of c * c and c * t.
create table quantile_sum (
  experiment text    not null,
  phase      int     not null,
  metric     text    not null,
  variation  text    not null,
  day        date    not null,
  bin        int     not null,
  n          bigint  not null,
  squares    numeric not null,
  products   numeric not null,
  primary key (experiment, phase, metric, variation, day, bin)
);
