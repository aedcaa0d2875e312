-- +goose Up
-- On SQLite the record of an act waits in fresh, in no index, until many are put
-- together where they are found: fewer pages to write with each act.
{{sqlite}}
create table fresh (
  id       integer primary key,
  recorded integer not null,
  who      text    not null,
  org      text    not null,
  action   text    not null,
  kind     text    not null,
  referral text    not null,
  seq      integer not null,
  object   text    not null,
  patients text    not null,
  n        integer not null,
  outcome  text    not null,
  more     text    not null
);
{{end}}
