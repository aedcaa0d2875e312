-- +goose Up
create table directory ( -- organizations, people, places, teams, services, settings: small, read whole
  kind    text   not null,
  id      text   not null,
  org     text   not null,
  version bigint not null,
  body    text   not null,
  primary key (kind, id)
) {{norowid}};
create index directory_version on directory (version);

create table credentials ( -- of people and of clients
  id   text primary key,
  hash text not null
);

create table sessions ( -- tokens are kept as hashes
  token    text   primary key,
  who      text   not null,
  kind     text   not null, -- session or bearer
  scopes   text   not null,
  made     bigint not null, -- machine's clock
  used     bigint not null,
  ends     bigint not null,
  confirmed bigint not null
);
create index sessions_who on sessions (who);

create table guesses ( -- failed sign-ins, to slow the next
  subject text   primary key, -- hash of account or address
  n       bigint not null,
  last    bigint not null
);

create table patients (
  id     text primary key,
  org    text not null,
  family text not null, -- folded
  given  text not null,
  born   text not null,
  sex    text not null,
  phones text not null, -- digits, space between
  active bigint not null,
  body   text not null
);
create index patients_name on patients (org, family, given);
create index patients_born on patients (org, born);

create table patient_identifiers (
  system  text not null,
  value   text not null,
  patient text not null,
  org     text not null,
  primary key (system, value, patient)
) {{norowid}};
create index patient_identifiers_patient on patient_identifiers (patient);

create table same_person ( -- revocable
  a text not null,
  b text not null,
  made bigint not null,
  by_user text not null,
  revoked bigint not null default 0,
  primary key (a, b)
) {{norowid}};
create index same_person_b on same_person (b);

create table documents (
  id       text   primary key,
  patient  text   not null,
  referral text   not null,
  kind     text   not null,
  org      text   not null,
  hash     text   not null,
  size     bigint not null,
  received bigint not null,
  place    text   not null, -- row or vault
  key      bytea,           -- of the blob, wrapped; null is erased
  body     text   not null
);
create index documents_referral on documents (referral);
create index documents_patient on documents (patient, received);

create table blobs (
  document text  primary key,
  data     bytea not null
);

create table drafts ( -- words nobody has sent yet
  owner text   not null, -- user, or team for a referral's draft
  name  text   not null,
  saved bigint not null,
  body  text   not null,
  primary key (owner, name)
) {{norowid}};

create table slots (
  id          text   primary key,
  service     text   not null,
  clinician   text   not null,
  location    text   not null,
  tele        bigint not null,
  starts      bigint not null,
  ends        bigint not null,
  appointment text   -- null is free
);
create unique index slots_appointment on slots (appointment);
create index slots_service on slots (service, starts);

create table resources ( -- what other systems wrote, version by version
  type     text   not null,
  id       text   not null,
  version  bigint not null,
  updated  bigint not null,
  referral text   not null,
  seq      bigint not null,
  leg      bigint not null,
  patient  text   not null,
  org      text   not null,
  client   text   not null,
  body     bytea,
  primary key (type, id, version)
) {{norowid}};
create index resources_patient on resources (patient, type, updated);
create index resources_referral on resources (referral, type);

create table marks ( -- values a resource can be found by
  type  text not null,
  param text not null,
  value text not null,
  id    text not null,
  primary key (type, param, value, id)
) {{norowid}};
create index marks_id on marks (type, id);
