-- +goose Up
-- Links that let somebody without an account into one referral and no other,
-- with a code that comes another way; and who came in by each, as they named
-- themselves.
create table tickets (
  id       text   primary key,
  token    text,            -- hashed; null until a link was made of it
  kind     text   not null, -- partner, patient
  referral text   not null,
  org      text   not null, -- whose sight of the referral it gives
  holder   text   not null, -- whom it is for: an organization, a patient
  code     bytea  not null, -- sealed with the installation's key
  tries    bigint not null, -- wrong answers since the last right one
  made     bigint not null, -- domain time, as is told to whoever holds it
  ends     bigint not null,
  used     bigint not null, -- when it last let somebody in; 0 is never
  revoked  bigint not null, -- 0 is not
  by_user  text   not null
);
create unique index tickets_token on tickets (token);
create index tickets_referral on tickets (referral, made);

create table guests (
  id       text   primary key,
  ticket   text   not null,
  referral text   not null,
  name     text   not null, -- as they typed it
  at       bigint not null
);
create index guests_referral on guests (referral);
