-- +goose Up
-- A day on which somebody looks again at a loop. Like a note it is its
-- organization's own and no part of the ledger; what is owed of it stands in
-- owed, of the kind "look", until somebody has looked.
create table looks (
  id       text   primary key,
  referral text   not null,
  org      text   not null, -- whose it is
  team     text   not null check (team <> ''), -- whose to do
  person   text   not null,
  since    bigint not null, -- when its day begins
  due      bigint not null,
  body     text   not null,
  author   text   not null,
  at       bigint not null,
  done     bigint not null default 0, -- 0 is not yet
  done_by  text   not null default '',
  found    text   not null default ''
) {{norowid}};
create index looks_referral on looks (referral, org, id);
