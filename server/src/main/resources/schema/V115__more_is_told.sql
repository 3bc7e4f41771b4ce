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
