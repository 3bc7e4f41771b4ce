-- The hash of an id for a statement that asks of many: it reads the salt once, and the planner sees through this function.
create function visitor_hash(salt text, id text) returns bytea language sql stable parallel safe as $$
  select sha256(convert_to(salt || ' ' || id, 'UTF8'))
$$;

create or replace function visitor_hash(id text) returns bytea language sql stable parallel safe as $$
  select visitor_hash((select value from installation where name = 'erasure'), id)
$$;
