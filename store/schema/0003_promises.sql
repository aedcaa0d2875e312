-- +goose Up
-- Promise 1 in the words of the database: whatever is open names an owner, an
-- act and a due, and "system" owns nothing. And the keys and indexes the
-- questions asked every day are answered from.

create table new_referrals (
  id           text   primary key,
  code         text   not null unique,
  seq          bigint not null check (seq > 0),
  phase        text   not null,
  open         bigint not null check (open in (0, 1)),
  urgency      text   not null,
  origin       text   not null,
  leg          bigint not null,
  patient      text   not null, -- the sender's record
  receiver_patient text not null,
  sender       text   not null,
  sender_team  text   not null,
  clinician    text   not null,
  receiver     text   not null,
  service      text   not null,
  question     text   not null, -- document
  owner_team   text   not null, -- the ball
  owner_person text   not null,
  holder       text   not null,
  act          text   not null,
  due          bigint,
  due_from     bigint,
  class        bigint not null check (class between 0 and 3), -- 0 emergency, 1 actionable, 2 urgent, 3 routine
  seen_by      bigint,
  started      bigint, -- the raw clock
  sent         bigint,
  since        bigint, -- the phase
  ended        bigint,
  visit        bigint, -- the live appointment
  sr_status    text   not null,
  authored     bigint,
  noted        bigint not null, -- the last entry
  extra        text   not null, -- what a list shows and no query asks for, as JSON
  check (open = 0 or (owner_team <> '' and act <> '' and due is not null)),
  check (owner_team <> 'system' and owner_person <> 'system')
);
insert into new_referrals select id, code, seq, phase, open, urgency, origin, leg, patient, receiver_patient, sender, sender_team, clinician, receiver, service, question,
  owner_team, owner_person, holder, act, due, due_from, class, seen_by, started, sent, since, ended, visit, sr_status, authored, noted, extra from referrals;

create table new_owed ( -- the ball (duty '') and every duty of a loop, open or over
  referral text   not null,
  duty     text   not null,
  kind     text   not null,
  team     text   not null check (team not in ('', 'system')),
  person   text   not null check (person <> 'system'),
  holder   text   not null,
  act      text   not null check (act <> ''),
  due      bigint not null check (due > 0),
  since    bigint not null,
  class    bigint not null check (class between 0 and 3),
  phase    text   not null,
  open     bigint not null check (open in (0, 1)), -- of the loop
  level    bigint not null default 0, -- how far it has been escalated
  next     bigint not null, -- when escalation looks again
  primary key (referral, duty)
) {{norowid}};
insert into new_owed select o.referral, o.duty, o.kind, o.team, o.person, o.holder, o.act, o.due, o.since, o.class, o.phase,
  coalesce((select l.open from referrals l where l.id = o.referral), 0), o.level, o.next from owed o;

create table new_relations ( -- whose patient: always from a fact
  org      text   not null,
  patient  text   not null,
  kind     text   not null, -- registered, referring, receiving
  referral text   not null, -- the fact; empty for registered
  since    bigint not null,
  until    bigint not null, -- 0 is open
  primary key (referral, org, patient, kind)
) {{norowid}};
insert into new_relations select org, patient, kind, referral, since, until from relations;

create table new_resources ( -- what other systems wrote, version by version
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
);
insert into new_resources select type, id, version, updated, referral, seq, leg, patient, org, client, body from resources;

drop table referrals;
drop table owed;
drop table relations;
drop table resources;
alter table new_referrals rename to referrals;
alter table new_owed rename to owed;
alter table new_relations rename to relations;
alter table new_resources rename to resources;

create index referrals_patient  on referrals (patient, authored); -- FindRequests, LoopsOf
create index referrals_receiver_patient on referrals (receiver_patient); -- LoopsOf
create index referrals_receiver on referrals (receiver, open, phase, class, due, due_from, sent, id); -- a side's lists and their counts
create index referrals_sender   on referrals (sender, open, phase, class, due, due_from, sent, id);
create index owed_team          on owed (team, open, class, due, since, person, act, kind, phase); -- queues, whole
create index owed_person        on owed (person, open, class, due, since, team, act, kind, phase);
create index owed_next          on owed (next); -- Late
create index relations_patient  on relations (patient, org, until); -- visible
create index resources_referral on resources (referral, type, updated); -- KeptOf
create index resources_patient  on resources (patient, type, updated);

drop index documents_referral;
drop index documents_patient;
create index documents_referral on documents (referral, received, id); -- DocumentsOf, in order
create index documents_patient  on documents (patient, received, id);

drop index jobs_due;
create index jobs_due    on jobs (kind, due) where failed = ''; -- Lease
create index jobs_failed on jobs (failed) where failed <> '';   -- Backlog

create table patient_names ( -- a name from each of its words on, so that a beginning finds it
  name    text not null,
  patient text not null,
  primary key (name, patient)
) {{norowid}};
create index patient_names_patient on patient_names (patient);
insert into patient_names (name, patient)
with recursive places (i) as (select 1 union all select i + 1 from places where i < 100),
names (name, patient) as (select family, id from patients union select given, id from patients)
select distinct substr(n.name, p.i), n.patient from names n join places p on p.i <= length(n.name)
 where p.i = 1 or substr(n.name, p.i - 1, 1) = ' ';

drop index patients_name;
drop index patients_born;
create index patients_family on patients (family, given, born, id); -- FindPatients, in order
create index patients_given  on patients (given, id);
create index patients_born   on patients (born, id);
create index patient_identifiers_value on patient_identifiers (replace(value, ' ', '')); -- FindPatients, typed with or without spaces

-- A mark with a system is found by its bare value too.
insert into marks (type, param, value, id)
select distinct type, param, '*|' || substr(value, {{instr}}(value, '|') + 1), id from marks where value like '_%|%' and value not like '*|%';
