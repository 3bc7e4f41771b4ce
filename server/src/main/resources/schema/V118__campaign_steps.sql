-- The campaigns of steps of the rules that decide: as long as there is one, events make their visitor be looked at.
create table step_campaign (
  campaign text primary key
);

create index timer_due_steps on timer (due) where rule = '@steps';
create index timer_due_others on timer (due) where rule <> '@steps';
drop index timer_due;

-- One timer for each visitor, whatever campaigns they are in; it looks a few seconds after they did something, and when a step is over. What is looked at
-- just now is looked at again, as this event may have come too late for it.
create function steps_of_events() returns trigger language plpgsql as $$
begin
  if not exists (select from step_campaign) then
    return null;
  end if;
  insert into timer (visitor, rule, due, nominal)
  select distinct coalesce(a.visitor, e.visitor), '@steps', now() + interval '5 seconds', timestamptz 'epoch'
  from fresh e
  left join alias a on a.anonymous = e.visitor
  where e.type not in ('step', 'reset')
  order by 1
  on conflict (visitor, rule, product) do update set due = excluded.due, taken = null
    where timer.taken is not null or timer.due > excluded.due;
  return null;
end
$$;
create trigger steps_of_events after insert on event referencing new table as fresh
  for each statement execute function steps_of_events();

-- Whoever enters a campaign of steps is drawn for its holdout there and then: that is when they are first measured.
create function steps_drawn() returns trigger language plpgsql as $$
begin
  insert into exposure (experiment, phase, visitor, variation, first_at, decision, bucket, propensity, bot)
  select substr(d.text, length(split_part(d.text, ':', 1)) + length(split_part(d.text, ':', 2)) + length(split_part(d.text, ':', 3)) + 4),
    1, e.visitor, split_part(d.text, ':', 1), e.at, e.message_id, split_part(d.text, ':', 2)::int, split_part(d.text, ':', 3)::float8, false
  from fresh e, json_array_elements_text(e.body::json -> 'values' -> 'holdouts') as d (text)
  where e.type = 'step' and strpos(e.body, '"holdouts":[') > 0
  order by 1, 3
  on conflict (experiment, phase, visitor) do nothing;
  return null;
end
$$;
create trigger steps_drawn after insert on event referencing new table as fresh
  for each statement execute function steps_drawn();

create index event_step on event (name, visitor) where type = 'step';

-- Tells of a message, as a value.
create function step_tell(message_type text, message_id text, happened timestamptz, data jsonb) returns integer language plpgsql as $$
begin
  perform webhook_tell(message_type, message_id, happened, data);
  return 1;
end
$$;
