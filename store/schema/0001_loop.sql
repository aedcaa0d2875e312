-- +goose Up
-- Times are microseconds since 1970 UTC, so that they compare, subtract and
-- index alike on both databases; null means not yet.

create table entries ( -- the ledger: only ever added to
  referral text   not null,
  seq      bigint not null,
  at       bigint not null,
  noted    bigint not null,
  who      text   not null, -- referral.By as JSON
  key      text   not null,
  kind     text   not null,
  body     text   not null,
  owed     text   not null default '',
  primary key (referral, seq)
) {{norowid}};

create table referrals ( -- the fold of the ledger; referd rebuild makes it again
  id           text   primary key,
  code         text   not null unique,
  seq          bigint not null,
  phase        text   not null,
  open         bigint not null,
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
  class        bigint not null, -- 0 emergency, 1 actionable, 2 urgent, 3 routine
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
  -- Promise 1: no open referral without an owner, an act and a due.
  check (open = 0 or (owner_team <> '' and act <> '' and due is not null))
);
create index referrals_patient  on referrals (patient, authored);
create index referrals_receiver_patient on referrals (receiver_patient);
create index referrals_receiver on referrals (receiver, open, phase);
create index referrals_sender   on referrals (sender, open, phase);

create table owed ( -- the ball (duty '') and every duty of a loop, open or over
  referral text   not null,
  duty     text   not null,
  kind     text   not null,
  team     text   not null check (team <> ''),
  person   text   not null,
  holder   text   not null,
  act      text   not null check (act <> ''),
  due      bigint not null,
  since    bigint not null,
  class    bigint not null,
  phase    text   not null,
  level    bigint not null default 0, -- how far it has been escalated
  next     bigint not null, -- when escalation looks again
  primary key (referral, duty)
) {{norowid}};
create index owed_team   on owed (team, class, due);
create index owed_person on owed (person, class, due);
create index owed_next   on owed (next);

create table relations ( -- whose patient: always from a fact
  org      text   not null,
  patient  text   not null,
  kind     text   not null, -- registered, referring, receiving
  referral text   not null, -- the fact; empty for registered
  since    bigint not null,
  until    bigint not null, -- 0 is open
  primary key (org, patient, kind, referral)
) {{norowid}};
create index relations_referral on relations (referral, org);

create table tasks ( -- the deal of each leg with its recipient
  id        text   primary key,
  referral  text   not null,
  leg       bigint not null,
  owner     text   not null,
  requester text   not null,
  status    text   not null,
  business  text   not null,
  authored  bigint not null,
  updated   bigint not null
);
create index tasks_referral on tasks (referral, leg);
create index tasks_owner on tasks (owner, status, authored, id);

create table inbox ( -- every message once: the sender's name for it is the key
  client text   not null,
  key    text   not null,
  digest text   not null,
  answer bytea,
  noted  bigint not null,
  primary key (client, key)
) {{norowid}};

create table jobs (
  id       {{serial}},
  kind     text   not null,
  referral text   not null,
  arg      text   not null,
  due      bigint not null, -- domain time
  leased   bigint not null default 0, -- machine time until which somebody has it
  token    text   not null default '',
  tries    bigint not null default 0,
  once     text   unique,
  failed   text   not null default ''
);
create index jobs_due on jobs (kind, due);
create index jobs_referral on jobs (referral);

create table feed ( -- what changed, for those who follow
  id   {{serial}},
  kind text not null,
  name text not null,
  orgs text not null
);

create table audit (
  id       {{serial}},
  recorded bigint not null,
  who      text   not null, -- user or client
  org      text   not null,
  action   text   not null,
  kind     text   not null,
  referral text   not null,
  seq      bigint not null,
  object   text   not null,
  patients text   not null, -- ids, comma between
  n        bigint not null,
  outcome  text   not null,
  more     text   not null  -- the rest, as JSON
);
create index audit_referral on audit (referral, id);
create index audit_who on audit (who, id);

create table audit_patients (
  patient text   not null,
  audit   bigint not null,
  primary key (patient, audit)
) {{norowid}};

create table clock ( -- the demo's offset on the machine's clock
  id     bigint primary key,
  offset_us bigint not null
);
