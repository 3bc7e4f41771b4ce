-- Whether the user agent was a bot's when the exposure was decided or shown; the agent itself is kept nowhere.
alter table exposure add column bot boolean not null default false;

drop index exposure_of_holdouts;
create index exposure_of_holdouts on exposure (experiment, variation, first_at) include (propensity)
  where (experiment = 'holdout' or experiment like 'holdout:%') and not bot;
