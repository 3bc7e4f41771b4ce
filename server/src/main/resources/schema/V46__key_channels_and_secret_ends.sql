-- The channels whose placements a site key may ask for; empty for all.
alter table access_key add column channels text[] not null default '{}';

-- Until when what was signed with a secret is accepted; null while no end is set.
alter table signing_secret add column verifies_until timestamptz;
