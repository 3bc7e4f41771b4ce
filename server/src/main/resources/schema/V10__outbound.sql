-- Endpoints of others that are told what happens here, and what they are told.
create table webhook (
  id            text        primary key,
  url           text        not null,
  events        text[]      not null,
  secret        bytea       not null,
  earlier       bytea,
  earlier_until timestamptz,
  created       timestamptz not null,
  disabled      timestamptz
);

-- A message waits while next_at is set; it is delivered, or given up where it is not.
create table webhook_message (
  seq       bigint      generated always as identity primary key,
  webhook   text        not null references webhook on delete cascade,
  message   text        not null,
  type      text        not null,
  body      text        not null,
  created   timestamptz not null,
  attempts  integer     not null default 0,
  next_at   timestamptz,
  delivered timestamptz,
  failure   text
);
create index webhook_message_due on webhook_message (webhook, next_at) where next_at is not null;
create index webhook_message_of on webhook_message (webhook, seq);
create index webhook_message_created on webhook_message (created) where next_at is null;

-- Tells all who listen, in the transaction of what happened: nothing is lost, nothing is told that was undone.
create function webhook_tell(message_type text, message_id text, happened timestamptz, data jsonb) returns void language sql as $$
  insert into webhook_message (webhook, message, type, body, created, next_at)
  select w.id, message_id, message_type,
    jsonb_build_object(
      'type', message_type,
      'timestamp', to_char(happened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'data', data)::text,
    now(), now()
  from webhook w
  where w.disabled is null
    and exists (select from unnest(w.events) as e where e in ('*', message_type) or message_type like e || '.%')
$$;

create function webhook_tell_audit() returns trigger language plpgsql as $$
begin
  perform webhook_tell(new.what, 'msg_audit_' || new.seq, new.at, jsonb_strip_nulls(jsonb_build_object(
    'seq', new.seq, 'who', new.who, 'person', new.person, 'subject', new.subject,
    'before', new.before, 'after', new.after, 'detail', nullif(new.detail, ''))));
  return null;
end
$$;

create trigger webhook_tell_audit after insert on audit for each row execute function webhook_tell_audit();

-- How often visitors respond on each channel, fitted to contacts and responses; what is supposed of a visitor whom nobody contacted yet.
create table channel_rate (
  channel  text             primary key,
  mean     double precision not null check (mean between 0 and 1),
  strength double precision not null check (strength > 0),
  contacts bigint           not null,
  fitted   timestamptz      not null
);

-- Decisions for a whole segment: what a run was asked for, so that it can go on after whoever asked, or who answered, was stopped.
create table audience_run (
  id         text        primary key,
  segment    text        not null,
  placements text[]      not null,
  ruleset    text        not null,
  at         timestamptz not null
);

-- The triggers of the rules that decide, by rule: what they wait for, how long after it they ring, and how much later they still do.
create table trigger_rule (
  rule     text     primary key,
  kind     text     not null check (kind in ('event', 'day', 'restock', 'price')),
  name     text     not null,
  distance interval not null,
  late     interval not null
);

-- When a trigger is to be looked at for a visitor. Whoever takes a timer has it until due; another token means that another member took it, or
-- that it was set anew.
create table timer (
  visitor text        not null,
  rule    text        not null,
  product text        not null default '',
  due     timestamptz not null,
  nominal timestamptz not null,
  taken   uuid,
  primary key (visitor, rule, product)
);

-- Products that changed, until those who looked at them have a timer.
create table product_news (
  product text        not null,
  kind    text        not null,
  at      timestamptz not null default now(),
  primary key (product, kind)
);

-- Sets timers in the transaction of the event: no acknowledged event is without. One that comes again sets the timer anew.
create function timers_of_events() returns trigger language plpgsql as $$
begin
  if not exists (select from trigger_rule) then
    return null;
  end if;
  insert into timer (visitor, rule, due, nominal)
  select coalesce(a.visitor, e.visitor), r.rule,
    case when r.kind = 'day' then now() else max(e.at + r.distance) end,
    case when r.kind = 'day' then timestamptz 'epoch' else max(e.at + r.distance) end
  from fresh e
  join trigger_rule r on (r.kind = 'event' and e.type = 'track' and e.name = r.name and e.at + r.distance + r.late > now())
    or (r.kind = 'day' and e.type = 'identify' and strpos(e.body, to_json(r.name)::text) > 0)
  left join alias a on a.anonymous = e.visitor
  group by coalesce(a.visitor, e.visitor), r.rule, r.kind
  order by 1, 2
  on conflict (visitor, rule, product) do update set due = excluded.due, nominal = excluded.nominal, taken = null
    where excluded.nominal > timer.nominal or excluded.nominal = 'epoch';
  return null;
end
$$;

create trigger timers_of_events after insert on event referencing new table as fresh
  for each statement execute function timers_of_events();

create function product_news() returns trigger language plpgsql as $$
begin
  insert into product_news (product, kind)
  select new.id, r.kind from (select distinct kind from trigger_rule) r
  where (r.kind = 'restock' and new.restocked is distinct from old.restocked and new.restocked is not null)
    or (r.kind = 'price' and new.lowered is distinct from old.lowered and new.lowered is not null)
  on conflict (product, kind) do update set at = now();
  return null;
end
$$;

create trigger product_news after update on product for each row
  when (new.restocked is distinct from old.restocked or new.lowered is distinct from old.lowered)
  execute function product_news();

-- A rule that fell silent is told of once, until it fires again.
create function tell_of_silence() returns trigger language plpgsql as $$
begin
  perform webhook_tell('rules.silent', 'msg_silent_' || md5(new.rule || ' ' || new.alerted), new.alerted,
    jsonb_strip_nulls(jsonb_build_object('rule', new.rule, 'since', new.last_at, 'expected', new.expected, 'edited', new.edited,
      'obstacle', new.obstacle)));
  return null;
end
$$;

create trigger tell_of_silence after update on rule_life for each row
  when (old.alerted is null and new.alerted is not null) execute function tell_of_silence();

-- Phases of experiments whose data cannot be trusted, until it can be again.
create table experiment_alert (
  experiment text        not null,
  phase      integer     not null,
  at         timestamptz not null default now(),
  reasons    text[]      not null,
  primary key (experiment, phase)
);

create function tell_of_health() returns trigger language plpgsql as $$
begin
  perform webhook_tell('experiment.unhealthy', 'msg_unhealthy_' || md5(new.experiment || ' ' || new.phase || ' ' || new.at), new.at,
    jsonb_build_object('experiment', new.experiment, 'phase', new.phase, 'reasons', to_jsonb(new.reasons)));
  return null;
end
$$;

create trigger tell_of_health after insert on experiment_alert for each row execute function tell_of_health();

-- What a visitor had granted last before an event, under any of their ids.
create function had_granted(who text, purpose text, before bigint) returns boolean language sql stable as $$
  with root as (select coalesce((select visitor from alias where anonymous = who), who) as id)
  select coalesce((
    select (e.body::json -> 'purposes' ->> purpose)::boolean
    from event e
    where e.visitor = any (array(select id from root union all select anonymous from alias where visitor = (select id from root)))
      and e.seq < before and strpos(e.body, '"purposes":{') > 0 and (e.body::json -> 'purposes' ->> purpose) is not null
    order by e.at desc, e.seq desc limit 1), false)
$$;

-- Whoever withdraws a purpose is told of to those who may use data for it elsewhere.
create function tell_of_consents() returns trigger language plpgsql as $$
declare
  one record;
begin
  if not exists (select from webhook where disabled is null and events && array['*', 'consent', 'consent.withdrawn']) then
    return null;
  end if;
  for one in
    select e.visitor, e.seq, e.at, json_agg(p.key order by p.key)::jsonb as purposes
    from fresh e, json_each_text(case when strpos(e.body, '"purposes":{') > 0 then e.body::json -> 'purposes' else '{}'::json end) p
    where p.value = 'false' and had_granted(e.visitor, p.key, e.seq)
    group by e.visitor, e.seq, e.at
  loop
    perform webhook_tell('consent.withdrawn', 'msg_consent_' || one.seq, one.at,
      jsonb_build_object('visitor', jsonb_build_object('id', one.visitor), 'purposes', one.purposes));
  end loop;
  return null;
end
$$;

create trigger tell_of_consents after insert on event referencing new table as fresh
  for each statement execute function tell_of_consents();

-- The campaigns of steps of the rules that decide: as long as there is one, events make their visitor be looked at.
create table step_campaign (
  campaign text primary key
);
create index timer_due_steps on timer (due) where rule = '@steps';
create index timer_due_others on timer (due) where rule <> '@steps';

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

-- Exposures that count against the budget of their campaign: reserved by a decision until a moment, or confirmed. They
-- name a decision and a placement, and no visitor.
create table budget_exposure (
  exposure  text primary key,
  campaign  text not null,
  lease     bigint,                   -- that the unit was taken from; null as long as its member has not said so
  until     timestamptz not null,     -- when it lapses unless it is confirmed
  confirmed timestamptz
);
create index budget_exposure_of_campaign on budget_exposure (campaign, confirmed, until);
create index budget_exposure_of_lease on budget_exposure (lease) where lease is not null;

-- Units of budgets that members may give to decisions without asking again.
create table budget_lease (
  id       bigint generated always as identity primary key,
  campaign text   not null,
  units    int    not null check (units >= 0),
  until    timestamptz not null      -- when what decisions did not take of it is free again
);
create index budget_lease_of_campaign on budget_lease (campaign, until);

-- What showing a campaign was measured to be worth by its holdout, per visitor to whom it is shown; of campaigns alone whose
-- worth is told from nothing.
create table campaign_value (
  campaign text             primary key,
  value    double precision not null,
  metric   text             not null,
  measured timestamptz      not null
);
