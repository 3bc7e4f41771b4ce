-- What was learned from each visitor, so that it can be taken back: baskets of products, each an array of its kind, the
-- products in it and, where the others are not the same, those. Of a bot nothing is learned, also later. Whoever is due is
-- learned from anew, without having sent anything.
create table learned_from (
  visitor text        primary key,
  bot     boolean     not null,
  baskets jsonb       not null,
  at      timestamptz not null,
  due     boolean     not null default false
);
create index learned_from_at on learned_from (at);
create index learned_from_due on learned_from (visitor) where due;

-- Up to which number events were learned from.
insert into installation (name, value) values ('learned-events', '0') on conflict do nothing;

-- How many visitors had both of two products; and, where the other is empty, how many had the one.
create table companion_pair (
  kind     text    not null,
  item     text    not null,
  other    text    not null,
  visitors integer not null,
  primary key (kind, item, other)
);

-- The strongest companions of a product, for members to read: an array of [product, visitors, score]. The version is the
-- catalogue's when they last changed.
create table companion (
  kind     text    not null,
  item     text    not null,
  visitors integer not null,
  others   jsonb   not null,
  version  bigint  not null,
  primary key (kind, item)
);
create index companion_version on companion (version);

-- The pairs of a visitor's baskets, each once however often the visitor had both.
create function companion_pairs(baskets jsonb) returns table (kind text, item text, other text)
language sql immutable parallel safe as $$
  select distinct b ->> 0, i, o
  from jsonb_array_elements(baskets) as b
    cross join lateral jsonb_array_elements_text(b -> 1) as i
    cross join lateral (select '' as o union all select jsonb_array_elements_text(coalesce(b -> 2, b -> 1))) as others
  where i <> o
$$;

-- Puts what is learned from visitors now into the place of what was learned from them before, and renews the companions
-- of the products that it is about. Returns how many of these changed.
--
-- A companion's score is visitors(both) / (visitors(item) * visitors(other) ^ 0.25): the conditional probability, less for
-- what everybody buys (Deshpande and Karypis, Item-based top-N recommendation algorithms, ACM TOIS 22(1), 2004, section
-- 4.1.2). With fewer than three visitors there is none, so that no single visitor makes one or can be found in one.
create function learn_companions(visitors_of text[], baskets_of text[], bots text[]) returns integer
language plpgsql as $$
declare
  kinds   text[];
  items   text[];
  others  text[];
  steps   integer[];
  next    bigint;
  changed integer;
begin
  with fresh as (
    select f.visitor, f.baskets::jsonb as baskets from unnest(visitors_of, baskets_of) as f (visitor, baskets)
  ), step as (
    select p.kind, p.item, p.other, 1 as n from fresh f cross join lateral companion_pairs(f.baskets) as p
    union all
    select p.kind, p.item, p.other, -1 from fresh f join learned_from l using (visitor)
      cross join lateral companion_pairs(l.baskets) as p
  ), sum as (
    select s.kind, s.item, s.other, sum(n)::integer as n from step s group by 1, 2, 3 having sum(n) <> 0
  )
  select array_agg(s.kind), array_agg(s.item), array_agg(s.other), array_agg(s.n) into kinds, items, others, steps from sum s;

  delete from learned_from l using unnest(visitors_of, baskets_of) as f (visitor, baskets)
  where l.visitor = f.visitor and f.baskets = '[]' and not f.visitor = any (bots);
  insert into learned_from as l (visitor, bot, baskets, at)
  select f.visitor, f.visitor = any (bots), f.baskets::jsonb, now()
  from unnest(visitors_of, baskets_of) as f (visitor, baskets)
  where f.baskets <> '[]' or f.visitor = any (bots)
  on conflict (visitor) do update
    set bot = excluded.bot, baskets = excluded.baskets, at = excluded.at, due = false;
  if kinds is null then
    return 0;
  end if;

  insert into companion_pair as p (kind, item, other, visitors)
  select * from unnest(kinds, items, others, steps)
  on conflict (kind, item, other) do update set visitors = p.visitors + excluded.visitors;
  delete from companion_pair p using unnest(kinds, items, others, steps) as s (kind, item, other, n)
  where p.kind = s.kind and p.item = s.item and p.other = s.other and s.n < 0 and p.visitors <= 0;

  -- Whoever changes products waits for whoever holds the catalogue's row, so that is taken last.
  select array_agg(a.kind), array_agg(a.item), array_agg(coalesce(one.visitors, 0)), array_agg(coalesce(best.list, '[]')::text)
    into kinds, items, steps, others
  from (select distinct s.kind, s.item from unnest(kinds, items) as s (kind, item)) as a
    left join companion_pair one on one.kind = a.kind and one.item = a.item and one.other = ''
    left join lateral (
      select jsonb_agg(jsonb_build_array(t.other, t.visitors, t.score) order by t.score desc, t.other) as list
      from (
        select p.other, p.visitors,
          round((p.visitors / (one.visitors * power(greatest(both_of.visitors, p.visitors, 1), 0.25)))::numeric, 9) as score
        from companion_pair p
          left join companion_pair both_of on both_of.item = p.other and both_of.other = ''
            and both_of.kind = case p.kind when 'after' then 'bought' else p.kind end
        where p.kind = a.kind and p.item = a.item and p.other <> '' and p.visitors >= 3
        order by score desc, p.other limit 40) as t
    ) as best on true;
  select version + 1 into next from catalogue for update;
  insert into companion as c (kind, item, visitors, others, version)
  select s.kind, s.item, s.visitors, s.others::jsonb, next
  from unnest(kinds, items, steps, others) as s (kind, item, visitors, others)
  on conflict (kind, item) do update
    set visitors = excluded.visitors, others = excluded.others, version = excluded.version
    where (c.visitors, c.others) is distinct from (excluded.visitors, excluded.others);
  get diagnostics changed = row_count;
  if changed > 0 then
    update catalogue set version = next;
    perform pg_notify('catalogue', next::text);
  end if;
  return changed;
end
$$;

-- Lets these visitors be learned from anew.
create function relearn(ids text[]) returns void language sql as $$
  insert into learned_from (visitor, bot, baskets, at, due) select id, false, '[]', now(), true from unnest(ids) as v (id)
  on conflict (visitor) do update set due = true
$$;

-- How the customers of the shop order, fitted to their orders; members forecast by the newest.
create table buying_model (
  fitted     timestamptz        primary key,
  customers  integer            not null,
  parameters double precision[] not null check (cardinality(parameters) = 7)
);

-- What visitors viewed and searched for of late, each visitor once for each and hour; kept for two hours or so.
create table trend_seen (
  visitor text        not null,
  hour    timestamptz not null,
  kind    text        not null,
  value   text        not null,
  at      timestamptz not null,
  primary key (visitor, hour, kind, value)
);
create index trend_seen_hour on trend_seen (hour);

-- How many visitors there were in the hours that are over, which fade by half in a week, as of the last hour with some: of
-- each value, and of all where it is empty. What was searched for stands as its hash.
create table trend_usual (
  kind     text             not null,
  value    text             not null,
  visitors double precision not null,
  hour     timestamptz      not null,
  primary key (kind, value)
);

-- What trends now, for members to read, the first place first: the visitors of the last 60 minutes, and as many as would
-- be usual.
create table trend (
  kind     text             not null,
  value    text             not null,
  visitors integer          not null,
  usual    double precision not null,
  place    integer          not null,
  primary key (kind, value)
);

-- The last hour that was added to what is usual, how many were (faded), when trends were counted last and when
-- told, and the catalogue's version then.
create table trend_count (
  one     boolean          primary key default true check (one),
  hour    timestamptz      not null default '-infinity',
  hours   double precision not null default 0,
  counted timestamptz      not null default '-infinity',
  told    timestamptz      not null default '-infinity',
  version bigint           not null default 0
);
insert into trend_count default values;

-- A text that was searched for is told again only where several visitors did.
create function trend_key(kind text, value text) returns text language sql immutable parallel safe as $$
  select case kind when 'search' then encode(sha256(convert_to(value, 'UTF8')), 'hex') else value end
$$;

-- What is left of a count after a time.
create function trend_left(counted double precision, since timestamptz, now_at timestamptz) returns double precision
language sql immutable parallel safe as $$
  select case when since = '-infinity' then 0
    else counted * power(0.5::double precision, extract(epoch from now_at - since)::double precision / 604800) end
$$;

-- Counts anew what trends, once in a minute; returns whether something changed. A value is usual for the same share of
-- visitors as in the week before, so that a busy hour makes nothing trend. With fewer than three visitors it does not
-- trend, nor does anything before 24 hours with visitors were counted.
create function count_trends(moment timestamptz) returns boolean language plpgsql as $$
declare
  begun   constant timestamptz := date_trunc('hour', moment - interval '5 minutes', 'UTC');
  state   trend_count%rowtype;
  ended   timestamptz;
  next    bigint;
  fresh   jsonb;
  before  jsonb;
  changed boolean;
begin
  select * into state from trend_count for update;
  if state.counted > moment - interval '55 seconds' and state.counted <= moment then
    return false;
  end if;
  for ended in select distinct s.hour from trend_seen s where s.hour > state.hour and s.hour < begun order by 1 loop
    insert into trend_usual as u (kind, value, visitors, hour)
    select s.kind, trend_key(s.kind, s.value), count(*), ended from trend_seen s where s.hour = ended group by 1, 2
    union all
    select s.kind, '', count(distinct s.visitor), ended from trend_seen s where s.hour = ended group by 1
    on conflict (kind, value) do update
      set visitors = trend_left(u.visitors, u.hour, excluded.hour) + excluded.visitors, hour = excluded.hour;
    delete from trend_usual u where u.value <> '' and trend_left(u.visitors, u.hour, ended) < 0.3;
    state.hours := trend_left(state.hours, state.hour, ended) + 1;
    state.hour := ended;
  end loop;
  delete from trend_seen s where s.hour < begun and s.at <= moment - interval '1 hour';

  with seen as (
    select s.kind, s.value, count(distinct s.visitor)::integer as visitors
    from trend_seen s where s.at > moment - interval '1 hour' and s.at <= moment group by 1, 2
  ), everyone as (
    select s.kind, count(distinct s.visitor) as visitors
    from trend_seen s where s.at > moment - interval '1 hour' and s.at <= moment group by 1
  ), expected as (
    select s.kind, s.value, s.visitors, coalesce(trend_left(u.visitors, u.hour, state.hour), 0) * e.visitors
        / trend_left(a.visitors, a.hour, state.hour) as usual
    from seen s join everyone e on e.kind = s.kind
      join trend_usual a on a.kind = s.kind and a.value = '' and a.visitors > 0
      left join trend_usual u on u.kind = s.kind and u.value = trend_key(s.kind, s.value)
    where s.visitors >= 3 and state.hours >= 22.5
  ), placed as (
    select e.*, row_number() over (
      partition by e.kind order by (e.visitors - e.usual) / sqrt(e.usual + 1) desc, e.value)::integer as place
    from expected e where e.visitors > e.usual
  )
  select coalesce(
      jsonb_agg(jsonb_build_array(p.kind, p.value, p.visitors, round(p.usual::numeric, 2), p.place) order by p.kind, p.place),
      '[]')
    into fresh from placed p where p.place <= 50;
  select coalesce(
      jsonb_agg(jsonb_build_array(t.kind, t.value, t.visitors, t.usual, t.place) order by t.kind, t.place), '[]')
    into before from trend t;

  -- What trends is told anew now and then even if it is the same: members use nothing that is old.
  changed := fresh <> before or (before <> '[]' and state.told < moment - interval '4 minutes');
  if changed then
    delete from trend;
    insert into trend (kind, value, visitors, usual, place)
    select t ->> 0, t ->> 1, (t ->> 2)::integer, (t ->> 3)::double precision, (t ->> 4)::integer
    from jsonb_array_elements(fresh) as t;
    -- Whoever changes products waits for whoever holds the catalogue's row, so that is taken last.
    select version + 1 into next from catalogue for update;
    update catalogue set version = next;
    perform pg_notify('catalogue', next::text);
    state.version := next;
    state.told := moment;
  end if;
  update trend_count
    set hour = state.hour, hours = state.hours, counted = moment, told = state.told, version = state.version;
  return changed;
end
$$;

-- Takes back all that was learned from these visitors.
create function forget_learned(ids text[]) returns void language sql as $$
  delete from trend_seen where visitor = any (ids);
  select learn_companions(array_agg(visitor), array_agg('[]'::text), '{}')
  from (select visitor from learned_from where visitor = any (ids) order by visitor) as known
  having count(*) > 0
$$;
