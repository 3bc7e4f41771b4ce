-- What was said when a draft was scheduled, for the message of the version that it becomes.
alter table draft add column appointment_comment text;
