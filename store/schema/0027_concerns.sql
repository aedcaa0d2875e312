-- +goose Up
-- What people here reported as unsafe, and what was answered.
create table concerns (
  id       text   primary key,
  org      text   not null,
  by_user  text   not null,
  at       bigint not null, -- domain time
  page     text   not null, -- its address, without what was asked
  phase    text   not null, -- of the referral the page is of; empty is none
  version  text   not null, -- of the program
  grade    text   not null, -- unsafe, near, harm
  words    bytea  not null, -- sealed with the installation's key
  state    text   not null, -- open, looking, done
  answer   bytea  not null, -- sealed
  answered bigint not null, -- domain time; 0 is not yet
  answerer text   not null
) {{norowid}};
create index concerns_org on concerns (org, at);
