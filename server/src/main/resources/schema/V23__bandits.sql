-- When a member last moved the weights of bandits; one row.
create table bandit_look (
  one boolean     primary key default true check (one),
  at  timestamptz not null
);
insert into bandit_look (at) values (now());
