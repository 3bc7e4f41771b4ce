-- The catalogue's one row. Whoever changes products locks it first, so versions are committed in their order
-- and whoever has read all products up to a version has missed none.
create table catalogue (
  one     boolean primary key default true check (one),
  version bigint  not null
);
insert into catalogue (version) values (0);

-- All that the shop sells. The version is the catalogue's when the product last changed.
create table product (
  id         text             primary key,
  name       text             not null,
  category   text             not null,
  price      double precision not null check (price >= 0),
  stock      integer          not null check (stock >= 0),
  sizes      jsonb            not null,
  attributes jsonb            not null,
  url        text,
  image      text,
  version    bigint           not null
);
create index product_version on product (version, id);
