-- All experiments as they stood while decisions were recorded, under the name that recordings call them by.
-- They go with the last recordings that name them: the visitors that are forced into variations stand here.
create table experiment_state (
  name        text        primary key,
  experiments text        not null,
  last_used   timestamptz not null
);
