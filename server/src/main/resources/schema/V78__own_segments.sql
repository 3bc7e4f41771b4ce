-- What the experiment's own segments were when its visitor was first exposed, such as "trait:tier=gold", a tab between
-- two; null where it has none.
alter table exposure    add column cuts text;
alter table participant add column cuts text[];
