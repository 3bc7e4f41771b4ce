-- The order that an event is about; null where its body names none, or what trackers send for none.
create function order_of(body text) returns text
language sql immutable parallel safe as $$
  select case when position('\u0000' in body) = 0 then (
    select case when lower(id) not in ('', '0', 'undefined', 'null', 'nan', 'none') then id end
    from (select regexp_replace(btrim(body::jsonb -> 'values' ->> 'order_id', E' \t\r\n'), '^([0-9]+)[.]0+$', '\1') as id) as said)
  end
$$;
create index event_order on event (visitor, order_of(body)) where type = 'track' and name = 'Order Completed';

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

-- Orders count otherwise than before; everything is counted anew.
truncate participant, visitor_sum, metric_sum, segment_sum;
update measure set recount_phase = 0, recount_after = '';
