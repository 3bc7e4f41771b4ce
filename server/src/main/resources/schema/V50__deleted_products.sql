-- A product that was deleted stays as a row, so that every member hears of it; uploading it again brings it back.
alter table product add column deleted boolean not null default false;
