-- Decisions with what decides them again (request, profile as it was, versions, outcome), made within
-- one second by one member, as one Smile document.
create table decision_recording (
  second    bigint      not null,
  run       bigint      not null,
  part      int         not null,
  decisions int         not null,
  body      bytea       not null,
  primary key (second, run, part)
);
alter table decision_recording alter column body set storage external;
