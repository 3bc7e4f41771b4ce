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

-- Takes back all that was learned from these visitors.
create function forget_learned(ids text[]) returns void language sql as $$
  select learn_companions(array_agg(visitor), array_agg('[]'::text), '{}')
  from (select visitor from learned_from where visitor = any (ids) order by visitor) as known
  having count(*) > 0
$$;

-- Lets these visitors be learned from anew.
create function relearn(ids text[]) returns void language sql as $$
  insert into learned_from (visitor, bot, baskets, at, due) select id, false, '[]', now(), true from unnest(ids) as v (id)
  on conflict (visitor) do update set due = true
$$;
