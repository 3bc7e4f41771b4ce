-- Retention deletes the oldest events.
create index event_at on event (at);

-- Anonymous visitors that an operator took away from a known one: the two are not tied again.
create table untied (
  anonymous text        not null,
  visitor   text        not null,
  at        timestamptz not null default now(),
  primary key (anonymous, visitor)
);
create index untied_visitor on untied (visitor);

-- Events before this moment have been deleted; -infinity where none were.
create function events_since() returns timestamptz language sql stable parallel safe as $$
  select coalesce((select value::timestamptz from installation where name = 'events-since'), '-infinity')
$$;

-- Whoever came to an experiment on or before this day (UTC) keeps what was counted for them: of their events, or of
-- those before that reduce noise, some have been deleted.
create function counted_for_good() returns date language sql stable parallel safe as $$
  select case when isfinite(events_since()) then (events_since() at time zone 'UTC')::date + (
    select coalesce(max((d ->> 'before')::int), 0) from measure, jsonb_array_elements(metrics) as d)
  else '-infinity' end
$$;
