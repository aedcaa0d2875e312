-- +goose Up
-- What somebody put aside on their own lists until a day, with why. It comes
-- back by itself: on its day, when the loop moves on (seq), or when it climbs
-- (level). It changes nothing of what is owed, and nobody else's list.
create table asides (
  who      text   not null,
  referral text   not null,
  duty     text   not null, -- as in owed
  org      text   not null,
  until    bigint not null,
  seq      bigint not null, -- of the loop, when it was put aside
  level    bigint not null,
  body     text   not null,
  at       bigint not null,
  primary key (who, referral, duty)
) {{norowid}};
create index asides_referral on asides (referral);
create index asides_until    on asides (until);
-- Whose star a loop has. It is theirs alone.
create table pins (
  who      text   not null,
  referral text   not null,
  at       bigint not null,
  primary key (who, referral)
) {{norowid}};
-- A note for oneself is read by its author alone.
alter table notes add column mine bigint not null default 0;
-- What is booked on a day (a list of it is printed).
create index referrals_visit on referrals (receiver, visit) where visit is not null;
