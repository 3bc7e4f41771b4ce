-- The catalogue's one row. Whoever changes products locks it first, so versions are committed in their order
-- and whoever has read all products up to a version has missed none.
create table catalogue (
  one     boolean primary key default true check (one),
  version bigint  not null
);
insert into catalogue (version) values (0);

-- All that the shop sells. The version is the catalogue's when the product last changed.
create table product (
  id           text             primary key,
  name         text             not null,
  category     text             not null,
  price        double precision not null check (price >= 0),
  stock        integer          not null check (stock >= 0),
  sizes        jsonb            not null,
  attributes   jsonb            not null,
  url          text,
  image        text,
  version      bigint           not null,
  -- A product that was deleted stays as a row, so that every member hears of it; uploading it again brings it back.
  deleted      boolean          not null default false,
  -- When a product became what it is: null where that was before this was kept.
  added        timestamptz,
  sold_out     timestamptz,
  restocked    timestamptz,
  lowered      timestamptz,
  price_before double precision
);
create index product_version on product (version, id);

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
