-- After the month of MonthIT: by check the number of its violations. What 'seen: ' counts has to be there, or the checks had nothing to look at.
-- The limits are those of the shop, repeated here; nothing of the server's code is used.
with move as (
  select visitor, name as campaign, at, v ->> 'entry' as entry, (v ->> 'number')::int as number, v ->> 'kind' as kind, v ->> 'step' as step
  from event cross join lateral (select body::json -> 'values' as v) as b
  where type = 'step'),
message as (
  select created as at, d #>> '{visitor,id}' as visitor, d ->> 'campaign' as campaign, d ->> 'entry' as entry, d ->> 'step' as step,
    d ->> 'channel' as channel, (d ->> 'due')::timestamptz as due
  from webhook_message cross join lateral (select body::json -> 'data' as d) as b
  where type = 'step.due'),
zone as (
  select visitor, body::json #>> '{values,timezone}' as zone from event where type = 'identify'),
local as (
  select m.*, (m.at at time zone z.zone)::time as time, (m.due at time zone z.zone)::time as wished from message m join zone z using (visitor)),
consent as (
  select visitor, received as at, p.key as purpose, p.value = 'true' as granted
  from event cross join lateral json_each_text(body::json -> 'purposes') as p
  where type = 'consent'),
opted as ( -- a consent of the last moments may not have been known yet, or just so
  select m.*, (
    select bool_or(c.granted) from consent c
    where c.visitor = m.visitor and c.at <= m.at
      and c.purpose = case m.channel when 'email' then 'email' when 'post' then 'post' when 'call-centre' then 'phone' end
      and not exists (
        select from consent l
        where l.visitor = c.visitor and l.purpose = c.purpose and l.at > c.at and l.at < m.at - interval '10 seconds')) as granted
  from message m),
shown as (
  select e.visitor, e.name as campaign, e.at, e.body::json #>> '{values,channel}' as channel, (e.at at time zone z.zone)::date as day
  from event e join zone z using (visitor)
  where e.type = 'exposure' and e.body::json #>> '{values,outcome}' = 'known'),
drawn as (
  select visitor, substr(experiment, length('holdout:') + 1) as campaign, variation = 'known' as treated
  from exposure where experiment like 'holdout:%'),
bought as (
  select visitor, substr(name, length('Bought ') + 1) as campaign, min(at) as at from event where name like 'Bought %' group by 1, 2)

select 'entered twice', count(*) from (
  select from move where kind = 'entered' group by visitor, campaign having count(*) > 1) as x
union all select 'never left', count(*) from (
  select from move group by visitor, campaign, entry having bool_or(kind = 'entered') is distinct from bool_or(kind = 'left')) as x
union all select 'a step taken twice', count(*) from (
  select from move where kind not in ('entered', 'left') group by visitor, campaign, entry, step having count(*) > 1) as x
union all select 'a move missing or there twice', count(*) from (
  select from move group by visitor, campaign, entry having count(*) <> max(number) - min(number) + 1 or count(distinct number) <> count(*)) as x
union all select 'a move after leaving', count(*)
  from move l join move m using (visitor, campaign, entry) where l.kind = 'left' and m.number > l.number
union all select 'sent and not told', count(*) from (
  select visitor, campaign, entry, step from move where kind = 'sent' except select visitor, campaign, entry, step from message) as x
union all select 'told and not sent', count(*) from (
  select visitor, campaign, entry, step from message except select visitor, campaign, entry, step from move where kind = 'sent') as x
union all select 'told twice', count(*) from (
  select from message group by visitor, campaign, entry, step having count(*) > 1) as x
union all select 'not drawn on entering', count(*) from (
  select visitor, campaign from move where kind = 'entered' except select visitor, campaign from drawn) as x
union all select 'sent to who is held out', count(*) from message join drawn using (visitor, campaign) where not treated
union all select 'shown to who is held out', count(*) from shown join drawn using (visitor, campaign) where not treated
union all select 'held and not drawn for it', count(*) from move join drawn using (visitor, campaign) where kind = 'held' and treated
union all select 'e-mail between 21 and 8', count(*) from local where channel = 'email' and (time >= '21:00' or time < '8:00')
union all select 'call between 20 and 9', count(*) from local where channel = 'call-centre' and (time >= '20:00' or time < '9:00')
union all select 'without consent to the channel', count(*) from opted where granted is not true
union all select 'sent after what ends it', count(*)
  from message m join bought b using (visitor, campaign) where campaign in ('beta', 'delta') and m.at > b.at + interval '10 seconds'
union all select 'alpha more than 2 a day', count(*) from (
  select from shown where campaign = 'alpha' group by visitor, day having count(*) > 2) as x
union all select 'alpha more than 4 in 7 days', count(*) from shown s
  where campaign = 'alpha' and 4 < (
    select count(*) from shown o
    where o.visitor = s.visitor and o.campaign = 'alpha' and o.at <= s.at and o.at > s.at - interval '7 days')
union all select 'gamma more than once a day in the app', count(*) from (
  select from shown where campaign = 'gamma' and channel = 'app' group by visitor, day having count(*) > 1) as x
union all select 'delta more than 2 a week', count(*) from (
  select from shown where campaign = 'delta' group by visitor, date_trunc('week', day) having count(*) > 2) as x
union all select 'more than 3 contacts a day', count(*) from (
  select from shown group by visitor, day having count(*) > 3) as x
union all select 'more than 2 e-mails a week', count(*) from (
  select from shown where channel = 'email' group by visitor, date_trunc('week', day) having count(*) > 2) as x
union all select 'beta over its budget', greatest(0, count(*) - :budget) from shown where campaign = 'beta'
union all select 'beta confirmed over its budget', greatest(0, count(*) - :budget)
  from budget_exposure where campaign = 'beta' and confirmed is not null
union all select 'epsilon over its budget of a day', count(*) from (
  select from shown where campaign = 'epsilon' group by (at at time zone 'Europe/Berlin')::date having count(*) > :daily) as x
union all select 'seen: entered', count(*) from move where kind = 'entered'
union all select 'seen: messages on ' || channel, count(*) from message group by channel
union all select 'seen: shown on ' || channel, count(*) from shown group by channel
union all select 'seen: held', count(*) from move where kind = 'held'
union all select 'seen: unsent', count(*) from move where kind = 'unsent'
union all select 'seen: e-mails that quiet hours put off', count(*) from local where channel = 'email' and (wished >= '21:00' or wished < '8:00')
union all select 'seen: beta within its budget', count(*) from shown where campaign = 'beta'
union all select 'seen: withdrawn', count(*) from consent where not granted and purpose = 'email'
union all select 'seen: days with 3 contacts', count(*) from (select from shown group by visitor, day having count(*) = 3) as x
union all select 'seen: weeks with 2 e-mails', count(*) from (
  select from shown where channel = 'email' group by visitor, date_trunc('week', day) having count(*) = 2) as x
