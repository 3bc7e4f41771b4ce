-- Visitors who were erased, by a salted hash of each of their ids: nothing is stored of these ids any more.
create table erased_visitor (
  hash bytea       primary key check (length(hash) = 32),
  at   timestamptz not null default now()
);
insert into installation (name, value) values ('erasure', gen_random_uuid()::text) on conflict do nothing;

create function visitor_hash(id text) returns bytea language sql stable parallel safe as $$
  select sha256(convert_to((select value from installation where name = 'erasure') || ' ' || id, 'UTF8'))
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
