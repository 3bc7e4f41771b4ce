-- Everything that happened, as it was accepted. Rows are never changed; profiles are folded from them.
create table event (
  visitor    text        not null,
  message_id text        not null,
  seq        bigint      generated always as identity,
  type       text        not null,
  name       text        not null,
  at         timestamptz not null,
  received   timestamptz not null,
  body       text        not null,
  -- Who sent an event: a page (site) or the holder of a secret key (server); null where that is not known.
  sender     text        check (sender in ('site', 'server')),
  primary key (visitor, message_id)
);

-- Which anonymous visitor turned out to be which known one. A row is never changed, and a known
-- visitor never becomes the anonymous one of another row, so one look-up resolves any visitor.
create table alias (
  anonymous text        primary key,
  visitor   text        not null,
  since     timestamptz not null default now(),
  seq       bigint      generated always as identity,
  check (anonymous <> visitor)
);
create index alias_visitor on alias (visitor);

-- What all members of one installation share, for example the secret part of their cluster's name.
create table installation (
  name  text primary key,
  value text not null
);

-- The order that an event is about; null where its body names none, or what trackers send for none.
create function order_of(body text) returns text
language sql immutable parallel safe as $$
  select case when position('\u0000' in body) = 0 then
    nullif(regexp_replace(btrim(body::jsonb -> 'values' ->> 'order_id', E' \t\r\n'), '^([0-9]+)[.]0+$', '\1'), '')
  end
$$;

-- What an order comes to, of which this is the body of the event that placed it.
--
-- changes: its updates, refunds and cancellations, an array of {name, at, body}, oldest first; null for none.
-- known:   later changes do not count.
-- refunds: whether those that take something back count.
create function order_amount(body text, changes jsonb, known timestamptz, refunds boolean, property text) returns numeric
language plpgsql immutable parallel safe as $$
declare
  change  record;
  kept    text := body;
  goods   text := body;
  gross   numeric;
  worth   numeric;
  money   numeric := 0;
  back    jsonb[] := '{}';
  share   numeric;
begin
  for change in
    select c ->> 'name' as name, c ->> 'body' as body from jsonb_array_elements(changes) as c
    where (c ->> 'at')::timestamptz <= known
  loop
    if change.name = 'Order Updated' then
      if change.body::jsonb ? 'items' then
        goods := change.body;
      end if;
      if coalesce(change.body::jsonb -> 'values' ? property, false) then
        kept := change.body;
      end if;
    elsif not refunds then
      continue;
    elsif change.body::jsonb ? 'items' then
      back := back || array(select jsonb_array_elements(change.body::jsonb -> 'items'));
    else
      share := abs(coalesce(nullif(event_amount(change.body, 'total'), 0), nullif(event_amount(change.body, 'revenue'), 0),
        event_amount(change.body, 'value')));
      if change.name = 'Order Cancelled' or share = 0 then
        return 0;
      end if;
      money := money + share;
    end if;
  end loop;
  if property in ('items.value', 'items.quantity') then
    kept := goods;
  end if;
  gross := event_amount(kept, property);
  if money = 0 and cardinality(back) = 0 then
    return gross;
  end if;
  worth := event_amount(goods, 'items.value');
  if money > 0 then
    if worth = 0 then
      worth := coalesce(nullif(event_amount(kept, 'total'), 0), nullif(event_amount(kept, 'revenue'), 0),
        event_amount(kept, 'value'));
    end if;
    if money > worth - 0.01 then
      return 0;
    end if;
  end if;
  -- Of each product as many pieces as are named, at what the order says that they cost.
  with bought as (
    select i ->> 'product' as product, sum(coalesce((i ->> 'quantity')::numeric, 1)) as pieces,
      sum(coalesce((i ->> 'quantity')::numeric, 1) * coalesce((i ->> 'price')::numeric, 0)) as value
    from jsonb_array_elements(coalesce(goods::jsonb -> 'items', '[]'::jsonb)) as i group by 1
  ), returned as (
    select i ->> 'product' as product, sum(coalesce((i ->> 'quantity')::numeric, 1)) as pieces
    from unnest(back) as i group by 1
  ), net as (
    select b.*, greatest(0, 1 - coalesce(r.pieces, 0) / b.pieces) as left_over
    from bought b left join returned r using (product)
  )
  select case
      when property = 'items.quantity' then sum(pieces * left_over)
      when property is null then max(case when left_over > 0 then 1 else 0 end)
      when sum(value) > 0 then gross * sum(value * left_over) / sum(value)
      else gross * sum(pieces * left_over) / sum(pieces) end
    into share from net;
  share := coalesce(share, gross);
  if property is null or property = 'items.quantity' or money = 0 then
    return share;
  end if;
  return greatest(0, share - gross * money / worth);
end
$$;

-- Visitors who were erased, by a salted hash of each of their ids: nothing is stored of these ids any more.
create table erased_visitor (
  hash bytea       primary key check (length(hash) = 32),
  at   timestamptz not null default now()
);
insert into installation (name, value) values ('erasure', gen_random_uuid()::text) on conflict do nothing;

-- The hash of an id for a statement that asks of many: it reads the salt once, and the planner sees through this function.
create function visitor_hash(salt text, id text) returns bytea language sql stable parallel safe as $$
  select sha256(convert_to(salt || ' ' || id, 'UTF8'))
$$;

create function visitor_hash(id text) returns bytea language sql stable parallel safe as $$
  select visitor_hash((select value from installation where name = 'erasure'), id)
$$;

create function is_erased(id text) returns boolean language sql stable parallel safe as $$
  select exists (select from erased_visitor where hash = visitor_hash(id))
$$;

-- The anonymous visitor that the body of an event names beside the known one; it comes first in a body.
create function event_anonymous(body text) returns text language sql immutable parallel safe as $$
  select case when starts_with(body, '{"anonymous":') then body::json ->> 'anonymous' end
$$;

-- The body without that id; that there was one stays.
create function without_anonymous(body text) returns text language sql immutable parallel safe as $$
  select regexp_replace(body, '^\{"anonymous":"([^"\\]|\\.)*"', '{"anonymous":"(erased)"')
$$;

-- What was sent and how it was understood, by kind and name. Members add to it every few seconds.
create table data_quality (
  kind     text        not null,
  name     text        not null,
  count    bigint      not null,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  keys     text[]      not null, -- public ids of the keys that sent it, the first few
  primary key (kind, name)
);

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
create index event_order on event (visitor, order_of(body)) where type = 'track' and name = 'Order Completed';

-- To what the events of a visitor with many were folded, so that only those since are read and folded. Nothing depends on
-- a row: without it all events are folded.
--
-- version: of what events mean and of how body is written; rows of another version are passed over.
-- seq:     all events of ids up to this number, and no others, are in it; none can come any more.
-- ids:     the visitor's, whose events they are.
create table profile_snapshot (
  visitor text   primary key,
  version int    not null,
  seq     bigint not null,
  ids     text[] not null,
  body    bytea  not null
);

-- The events of a visitor since a number. A large installation may create it before, concurrently.
create index if not exists event_visitor_seq on event (visitor, seq);

-- How often snapshots were deleted: whoever has read events for one keeps it only if none were meanwhile, for the events may
-- be gone too.
create table snapshot_deletions (
  one     boolean primary key default true check (one),
  deleted bigint  not null
);
insert into snapshot_deletions (deleted) values (0);

create function count_snapshot_deletions() returns trigger language plpgsql as $$
begin
  update snapshot_deletions set deleted = deleted + 1;
  return null;
end
$$;

create trigger count_snapshot_deletions after delete on profile_snapshot for each statement
  execute function count_snapshot_deletions();

-- Known visitors that an integrator merged into another, with the ids that moved with each; an undo gives them back.
-- In `alias` such ids lead to the visitor that the merge names: its rows change by merges and their undo alone.
create table merged_visitor (
  anonymous text        not null,
  other     text        not null,
  visitor   text        not null,
  at        timestamptz not null,
  primary key (anonymous, other)
);
create index merged_visitor_other on merged_visitor (other);
create index merged_visitor_visitor on merged_visitor (visitor);

-- Logins by day (UTC), and how many of them had a decision that could be compared.
create table login_day (
  day      date   primary key,
  logins   bigint not null,
  compared bigint not null
);

-- What the first decision after a login showed against what it had shown without the login, by day (UTC).
create table login_drift (
  day       date   not null,
  placement text   not null,
  why       text   not null, -- same, where nothing changed
  was       text   not null, -- what it had been: the outcome, and of what
  became    text   not null,
  rule      text   not null, -- that wins after, else that had won; else empty
  decisions bigint not null,
  primary key (day, placement, why, was, became, rule)
);
