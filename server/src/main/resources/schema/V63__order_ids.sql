-- Events name an order or they do not: what trackers send for none is left out when an event comes in, and here of
-- those that came before.
drop index event_order;
update event
set body = regexp_replace(body, '"order_id":("\s*(undefined|null|nan|none|0(\.0+)?)\s*"|0(\.0+)?(?=[,}])|true|false|\[[^]]*\])', '"order_id":""', 'i')
where type = 'track' and name like 'Order %' and body ~* '"order_id":("\s*(undefined|null|nan|none|0)|0|true|false|\[)';

create or replace function order_of(body text) returns text
language sql immutable parallel safe as $$
  select case when position('\u0000' in body) = 0 then
    nullif(regexp_replace(btrim(body::jsonb -> 'values' ->> 'order_id', E' \t\r\n'), '^([0-9]+)[.]0+$', '\1'), '')
  end
$$;
create index event_order on event (visitor, order_of(body)) where type = 'track' and name = 'Order Completed';
