-- +goose Up
-- What an organization finds its own records by, and how the names in them are
-- spelled. Both are made from the patients by the store (found.go, spelled.go),
-- at the start too, when they are in another form than it makes: nothing is
-- filled here. Organizations come first, so that a search does its work among
-- the records of who asks and no others.

create table found (
  org     text           not null,
  key     text {{bytes}} not null, -- "morales elena ", "#sl204118", "+1744010555", "*1961-11-12"
  patient text           not null,
  primary key (org, key, patient)
) {{norowid}};

create table spelled ( -- words of names: each forwards and backwards, by its length
  org    text           not null,
  turned bigint         not null check (turned in (0, 1)),
  n      bigint         not null,
  word   text {{bytes}} not null,
  primary key (org, turned, n, word)
) {{norowid}};

create table made ( -- what is made from other rows, and in which form it is
  name text   primary key,
  form bigint not null
);
