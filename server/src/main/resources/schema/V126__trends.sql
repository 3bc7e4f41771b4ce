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
create or replace function forget_learned(ids text[]) returns void language sql as $$
  delete from trend_seen where visitor = any (ids);
  select learn_companions(array_agg(visitor), array_agg('[]'::text), '{}')
  from (select visitor from learned_from where visitor = any (ids) order by visitor) as known
  having count(*) > 0
$$;
