-- Exposures that count against the budget of their campaign: reserved by a decision until a moment, or confirmed. They
-- name a decision and a placement, and no visitor.
create table budget_exposure (
  exposure  text        primary key,
  campaign  text        not null,
  lease     bigint,                   -- that the unit was taken from; null as long as its member has not said so
  until     timestamptz not null,     -- when it lapses unless it is confirmed
  confirmed timestamptz
);
create index budget_exposure_of_campaign on budget_exposure (campaign, confirmed, until);
create index budget_exposure_of_lease on budget_exposure (lease) where lease is not null;

-- Units of budgets that members may give to decisions without asking again.
create table budget_lease (
  id       bigint      generated always as identity primary key,
  campaign text        not null,
  units    int         not null check (units >= 0),
  until    timestamptz not null      -- when what decisions did not take of it is free again
);
create index budget_lease_of_campaign on budget_lease (campaign, until);
