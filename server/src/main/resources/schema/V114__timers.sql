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
create index timer_due on timer (due);

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
