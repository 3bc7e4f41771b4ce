-- What happened before a rule or campaign was new is looked at once all transactions have ended that may not have seen it; until then, the
-- number below which those have, or the greatest while that is not known. Null: it was looked at.
alter table trigger_rule add column waits_for xid8;
alter table step_campaign add column waits_for xid8;
