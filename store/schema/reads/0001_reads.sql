-- +goose Up
-- What was read, on SQLite: the audit of acts is with the acts. A record waits
-- in fresh, in no index, until many are put together where they are found.

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

create table audit (
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
create index audit_referral on audit (referral, id);
create index audit_who on audit (who, id);

create table audit_patients (
  patient text    not null,
  audit   integer not null,
  primary key (patient, audit)
) without rowid;
