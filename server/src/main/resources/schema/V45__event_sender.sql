-- Who sent an event: a page (site) or the holder of a secret key (server); null for those stored before this was kept.
alter table event add column sender text check (sender in ('site', 'server'));
