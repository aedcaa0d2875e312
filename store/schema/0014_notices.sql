-- +goose Up
-- Whom a mail tells what: each thing once, in one letter with what else waits.
create table notices (
  who      text   not null,
  referral text   not null,
  thing    text   not null, -- what is owed, since when; or a fact
  level    bigint not null, -- how far it has climbed
  about    text   not null, -- what word was asked of
  letter   text   not null,
  kind     text   not null, -- of the letter: now, hour, day
  due      bigint not null, -- of the letter; domain time
  told     bigint not null, -- 0 waits
  primary key (who, referral, thing, level)
) {{norowid}};
create index notices_who    on notices (who, told, due, letter, kind); -- LettersOf, whole
create index notices_letter on notices (letter) where told = 0; -- NoticesIn
