-- Who answers for what is done with a key: an e-mail address, or the key that it was made with; and when it was used last.
alter table access_key add column owner text check (length(owner) between 1 and 320);
alter table access_key add column last_used timestamptz;
