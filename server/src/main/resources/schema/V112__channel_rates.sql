-- How often visitors respond on each channel, fitted to contacts and responses; what is supposed of a visitor whom nobody contacted yet.
create table channel_rate (
  channel  text             primary key,
  mean     double precision not null check (mean between 0 and 1),
  strength double precision not null check (strength > 0),
  contacts bigint           not null,
  fitted   timestamptz      not null
);
