-- What tools for analysis read. Columns are added, never renamed or removed; the version grows with them.
create schema export;

create view export.version as select 1 as version;

-- A document in Smile, as the decision log keeps it, as JSON. Slow: `export decisions` reads the log itself.
create function export.smile(doc bytea) returns jsonb language plpgsql immutable strict parallel safe as $$
declare
  size   int := length(doc);
  pos    int := 4; -- after the header
  names  text[] := '{}';
  texts  text[] := '{}';
  parts  text[] := '{}';
  kinds  text := ''; -- of the open arrays and objects, a letter each
  sep    text := ''; -- before the next value
  named  boolean := false; -- whether the member's name is read
  t      int;
  b      int;
  n      int;
  from_  int;
  v      bigint;
  raw    bytea;
  s      text;
begin
  while pos < size loop
    t := get_byte(doc, pos);
    pos := pos + 1;
    exit when t = 255;
    if right(kinds, 1) = 'o' and not named then
      n := -1;
      case
        when t = 251 then
          parts := parts || '}'::text;
          kinds := left(kinds, -1);
          sep := ',';
          continue;
        when t = 32 then s := '';
        when t between 48 and 51 then
          s := names[((t & 3) << 8) + get_byte(doc, pos) + 1];
          pos := pos + 1;
        when t between 64 and 127 then s := names[t - 63];
        when t between 128 and 191 then n := (t & 63) + 1;
        when t between 192 and 247 then n := (t & 63) + 2;
        when t = 52 then
          from_ := pos;
          while get_byte(doc, pos) <> 252 loop pos := pos + 1; end loop;
          s := convert_from(substring(doc from from_ + 1 for pos - from_), 'UTF8');
          pos := pos + 1;
        else raise exception 'unknown name token % at byte %', t, pos - 1;
      end case;
      if n >= 0 then
        s := convert_from(substring(doc from pos + 1 for n), 'UTF8');
        pos := pos + n;
        if array_length(names, 1) = 1024 then names := '{}'; end if;
        names := names || s;
      end if;
      parts := parts || (sep || to_json(s)::text || ':');
      sep := '';
      named := true;
      continue;
    end if;
    named := false;
    if t = 249 then
      parts := parts || ']'::text;
      kinds := left(kinds, -1);
      sep := ',';
      continue;
    elsif t = 248 or t = 250 then
      parts := parts || (sep || case t when 248 then '[' else '{' end);
      kinds := kinds || case t when 248 then 'a' else 'o' end;
      sep := '';
      continue;
    end if;
    n := -1;
    s := null;
    case
      when t between 1 and 31 then s := texts[t];
      when t between 236 and 239 then
        s := texts[((t & 3) << 8) + get_byte(doc, pos) + 1];
        pos := pos + 1;
      when t = 32 then s := '';
      when t = 33 then parts := parts || (sep || 'null');
      when t = 34 then parts := parts || (sep || 'false');
      when t = 35 then parts := parts || (sep || 'true');
      when t = 36 or t = 37 then
        v := 0;
        loop
          b := get_byte(doc, pos);
          pos := pos + 1;
          exit when b >= 128;
          v := (v << 7) | b;
        end loop;
        v := (v << 6) | (b & 63);
        parts := parts || (sep || (((v >> 1) & 9223372036854775807) # -(v & 1))::text);
      when t between 192 and 223 then
        parts := parts || (sep || (((t & 31) >> 1) # -(t & 1))::text);
      when t = 41 then
        v := 0;
        for i in 0..9 loop v := (v << 7) | get_byte(doc, pos + i); end loop;
        pos := pos + 10;
        n := ((v >> 52) & 2047)::int;
        parts := parts || (sep || (case when v < 0 then -1 else 1 end * case
          when n = 0 then (v & 4503599627370495)::float8 / 4503599627370496 * power(2::float8, -1022)
          else (1 + (v & 4503599627370495)::float8 / 4503599627370496) * power(2::float8, n - 1023) end)::text);
        n := -1;
      when t between 64 and 95 then n := (t & 31) + 1;
      when t between 96 and 127 then n := (t & 31) + 33;
      when t between 128 and 159 then n := (t & 31) + 2;
      when t between 160 and 191 then n := (t & 31) + 34;
      when t = 224 or t = 228 then
        from_ := pos;
        while get_byte(doc, pos) <> 252 loop pos := pos + 1; end loop;
        raw := substring(doc from from_ + 1 for pos - from_);
        s := case when position('\x00'::bytea in raw) = 0 then convert_from(raw, 'UTF8') else '' end;
        pos := pos + 1;
      else raise exception 'unknown value token % at byte %', t, pos - 1;
    end case;
    if n >= 0 then
      raw := substring(doc from pos + 1 for n);
      s := case when position('\x00'::bytea in raw) = 0 then convert_from(raw, 'UTF8') else '' end;
      pos := pos + n;
      if array_length(texts, 1) = 1024 then texts := '{}'; end if;
      texts := texts || s;
    end if;
    if s is not null then
      parts := parts || (sep || to_json(s)::text);
    end if;
    sep := ',';
  end loop;
  return array_to_string(parts, '')::jsonb;
end
$$;

-- Decisions, a row for each placement; second is what the log is found by.
create view export.decisions as
select l.second, (d ->> 'at')::timestamptz as timestamp, d ->> 'decisionId' as decision, d #>> '{visitor,id}' as visitor,
  d ->> 'channel' as channel, coalesce((d ->> 'prefetched')::boolean, false) as prefetched, d ->> 'ruleset' as ruleset,
  p ->> 'placement' as placement, p ->> 'outcome' as outcome, p ->> 'campaign' as campaign, p ->> 'style' as style,
  p #>> '{content,id}' as content, p #>> '{experiment,id}' as experiment, (p #>> '{experiment,phase}')::int as phase,
  p #>> '{experiment,variation}' as variation, (p #>> '{experiment,propensity}')::float8 as propensity,
  p #>> '{holdout,scope}' as holdout, p #>> '{holdout,arm}' as holdout_arm, p #>> '{reason,rule}' as rule
from decision_log l
cross join lateral jsonb_array_elements(export.smile(l.body)) as d
cross join lateral jsonb_array_elements(d -> 'decisions') as p;

-- Events under the id that the visitor is known by, and the one that they were sent with.
create view export.events as
select e.seq, e.at as timestamp, e.received, coalesce(a.visitor, e.visitor) as visitor, e.visitor as sent_as, e.message_id,
  e.type, e.name, e.sender, case when position('\u0000' in e.body) = 0 then e.body::jsonb end as body
from event e left join alias a on a.anonymous = e.visitor;

-- What was really shown of experiments and holdouts: the first time for each id of a visitor.
create view export.exposures as
select x.seq, x.first_at as timestamp, x.experiment, x.phase, x.variation, coalesce(a.visitor, x.visitor) as visitor,
  x.visitor as shown_to, x.decision, x.channel, x.device, x.bucket, x.propensity, x.bot
from exposure x left join alias a on a.anonymous = x.visitor;

create view export.experiments as
select id as experiment, state, phase, started, changed, decision, definition from experiment;

-- Sums over visitors by day of first exposure, as reports add them up.
create view export.metrics as
select experiment, phase, metric, variation, day, sum(n)::bigint as visitors, sum(total) as total, sum(squares) as squares,
  sum(other_total) as other_total, sum(other_squares) as other_squares, sum(products) as products
from metric_sum group by experiment, phase, metric, variation, day;

-- Exposures and ids in the columns of Segment's warehouses, which tools for experiments know.
create view export.experiment_viewed as
select seq::text as id, visitor as user_id, shown_to as anonymous_id, timestamp as received_at, timestamp,
  experiment as experiment_id, variation as variation_id, phase, null::text as context_campaign_source,
  null::text as context_campaign_medium, null::text as context_user_agent, null::text as context_location_country
from export.exposures where not bot;

create view export.identifies as select visitor as user_id, anonymous as anonymous_id, since as received_at from alias;
