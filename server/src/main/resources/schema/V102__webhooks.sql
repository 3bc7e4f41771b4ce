-- Endpoints of others that are told what happens here, and what they are told.
create table webhook (
  id            text        primary key,
  url           text        not null,
  events        text[]      not null,
  secret        bytea       not null,
  earlier       bytea,
  earlier_until timestamptz,
  created       timestamptz not null,
  disabled      timestamptz
);

-- A message waits while next_at is set; it is delivered, or given up where it is not.
create table webhook_message (
  seq       bigint      generated always as identity primary key,
  webhook   text        not null references webhook on delete cascade,
  message   text        not null,
  type      text        not null,
  body      text        not null,
  created   timestamptz not null,
  attempts  integer     not null default 0,
  next_at   timestamptz,
  delivered timestamptz,
  failure   text
);
create index webhook_message_due on webhook_message (webhook, next_at) where next_at is not null;
create index webhook_message_of on webhook_message (webhook, seq);
create index webhook_message_created on webhook_message (created) where next_at is null;

-- Tells all who listen, in the transaction of what happened: nothing is lost, nothing is told that was undone.
create function webhook_tell(message_type text, message_id text, happened timestamptz, data jsonb) returns void language sql as $$
  insert into webhook_message (webhook, message, type, body, created, next_at)
  select w.id, message_id, message_type,
    jsonb_build_object(
      'type', message_type,
      'timestamp', to_char(happened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'data', data)::text,
    now(), now()
  from webhook w
  where w.disabled is null
    and exists (select from unnest(w.events) as e where e in ('*', message_type) or message_type like e || '.%')
$$;

create function webhook_tell_audit() returns trigger language plpgsql as $$
begin
  perform webhook_tell(new.what, 'msg_audit_' || new.seq, new.at, jsonb_strip_nulls(jsonb_build_object(
    'seq', new.seq, 'who', new.who, 'person', new.person, 'subject', new.subject,
    'before', new.before, 'after', new.after, 'detail', nullif(new.detail, ''))));
  return null;
end
$$;
create trigger webhook_tell_audit after insert on audit for each row execute function webhook_tell_audit();
