-- +goose Up
-- What an organization writes for itself beside a loop. It is no part of the
-- ledger, which both sides read: no event carries it, and nobody else has it.
create table notes (
  id       text   primary key,
  referral text   not null,
  org      text   not null, -- whose it is
  author   text   not null,
  at       bigint not null,
  body     text   not null
) {{norowid}};
create index notes_referral on notes (referral, org, id);
