-- When a product became what it is: null where that was before this was kept.
alter table product add column added timestamptz, add column sold_out timestamptz, add column restocked timestamptz, add column lowered timestamptz,
  add column price_before double precision;

-- Kept by the database, whoever writes: sold out before and to be had again, cheaper than before.
create function product_changes() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.added := now();
    return new;
  end if;
  if old.deleted and not new.deleted then
    new.added := now();
    new.sold_out := null;
    new.restocked := null;
    new.lowered := null;
    new.price_before := null;
    return new;
  end if;
  if old.stock > 0 and new.stock = 0 then
    new.sold_out := now();
  elsif old.stock = 0 and new.stock > 0 and old.sold_out is not null then
    new.restocked := now();
  end if;
  if new.price < old.price then
    new.lowered := now();
    new.price_before := old.price;
  elsif new.price > old.price then
    new.lowered := null;
    new.price_before := null;
  end if;
  return new;
end
$$;
create trigger product_changes before insert or update on product for each row execute function product_changes();
