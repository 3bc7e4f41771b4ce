-- Who did what, when and from where. Rows are only ever added.
create table audit (
  seq     bigint      generated always as identity primary key,
  at      timestamptz not null,
  who     text        not null,
  person  text        not null,
  source  text        not null,
  what    text        not null,
  subject text        not null,
  before  text,
  after   text,
  detail  text        not null
);
create index audit_person on audit (person, seq);
create index audit_what on audit (what, seq);
create index audit_at on audit (at);

-- Rows may be deleted once they are older than 400 days; nothing else changes them.
create function audit_only_grows() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.at < now() - interval '400 days' then
    return old;
  end if;
  raise exception 'audit only grows: % is refused', tg_op using errcode = 'restrict_violation';
end
$$;
create trigger audit_only_grows before update or delete on audit for each row execute function audit_only_grows();

create function audit_is_not_emptied() returns trigger language plpgsql as $$
begin
  raise exception 'audit only grows: TRUNCATE is refused' using errcode = 'restrict_violation';
end
$$;
create trigger audit_is_not_emptied before truncate on audit for each statement execute function audit_is_not_emptied();
